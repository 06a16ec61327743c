"""Writes through functions: which functions count as wrappers, and what their callers hand on."""

from pathlib import Path

import pytest

from tests.link.whole import python, rust, said, sites


@pytest.mark.parametrize(
    "wrapper",
    [
        "def go(what):\n    tel.send(what)",
        "def go(what, session=None):\n    tel.send(name=what, session=session)",
        "def go(what):\n    tel.send(f'{what}')",
        "def go(*args):\n    tel.send(*args)",
        "def go(*args, **kwargs):\n    tel.send(*args, **kwargs)",
        "def go(what):\n    def inner():\n        tel.send(what)\n    inner()",
        "def go(what):\n    run(lambda: tel.send(what))",
        "async def go(what):\n    await tel.send(what)",
        "def go(what):\n    try:\n        tel.send(what)\n    except Exception:\n        pass",
        "def go(what):\n    functools.partial(tel.send, what)()",
    ],
)
def test_a_caller_of_a_function_that_hands_the_name_on_is_a_callsite(tmp_path: Path, wrapper: str) -> None:
    found = python(tmp_path, f"import functools\nimport tel\nfrom pool import run\n\n\n{wrapper}\n\n\ndef main():\n    go('a')\n")

    assert [s.event.names for s in found if s.function == "app.main"] == [("a",)]


def test_another_name_for_an_api_is_followed(tmp_path: Path) -> None:
    found = python(tmp_path, "import tel\n\n\ngo = tel.send\n\n\ndef main():\n    go('a')\n")

    assert [s.event.names for s in found if s.function == "app.main"] == [("a",)]


@pytest.mark.parametrize("wrapper", ["go = functools.partial(tel.send)", "def go(what):\n    run(tel.send, what)"])
def test_a_function_handed_on_as_a_value_is_followed(tmp_path: Path, wrapper: str) -> None:
    found = python(tmp_path, f"import functools\nimport tel\nfrom pool import run\n\n\n{wrapper}\n\n\ndef main():\n    go('a')\n")

    assert [s.event.names for s in found if s.function == "app.main"] == [("a",)]


@pytest.mark.parametrize(
    ("made", "call", "names"),
    [
        ("partial(tel.send, 'a')", "go()", ("a",)),
        ("partial(tel.send, session='s')", "go('b')", ("b",)),
        ("partial(tel.send, name='a')", "go(name='b')", ("b",)),
        ("partial(client.record, 'a')", "go()", ("a",)),
        ("partial(own, 'a')", "go('x')", ("a",)),
        ("tel.send", "go('a')", ("a",)),
    ],
)
def test_a_partial_that_others_import_binds_what_it_was_given(tmp_path: Path, made: str, call: str, names: tuple[str, ...]) -> None:
    front = "from functools import partial\nimport tel\nclient = tel.Client()\n\n\ndef own(what, more):\n    tel.send(what)\n\n\n"
    app = f"from pkg.front import go\n\n{call}\n"
    found = sites(tmp_path, {"pkg/__init__.py": "", "pkg/front.py": f"{front}go = {made}\n", "pkg/app.py": app})

    assert [s.event.names for s in found if s.path == "pkg/app.py"] == [names]


def test_a_partial_of_something_else_is_no_write(tmp_path: Path) -> None:
    found = python(tmp_path, "from functools import partial\nimport tel\n\ngo = partial(print, tel.send)\ngo('a')\n")

    assert [s.kind for s in found if s.span.line == 5] == []


def test_keywords_that_are_passed_through_carry_the_name(tmp_path: Path) -> None:
    found = python(tmp_path, "import tel\n\n\ndef go(**kwargs):\n    tel.send(**kwargs)\n\n\ngo(name='a', session='s:1')\n")

    assert [(s.kind, s.event.names, s.session_prefix) for s in found] == [("sink", ("a",), "s:1"), ("wrapper", ("a",), "s:1")]


def test_a_wrapper_with_a_default_writes_it_where_nothing_is_given(tmp_path: Path) -> None:
    found = python(tmp_path, "import tel\n\n\ndef go(what='a'):\n    tel.send(what)\n\n\ngo()\ngo('b')\n")

    assert said(found) == [(5, "sink", ("a", "b")), (8, "wrapper", ("a",)), (9, "wrapper", ("b",))]


def test_a_decorator_s_argument_reaches_the_write_in_its_closure(tmp_path: Path) -> None:
    found = python(
        tmp_path,
        """\
        import functools

        import tel


        def counted(name):
            def around(f):
                @functools.wraps(f)
                def inner(*args, **kwargs):
                    tel.send(name)
                    return f(*args, **kwargs)

                return inner

            return around


        @counted("a")
        def one():
            pass


        @counted(name="b")
        def two():
            pass
        """,
    )

    assert said(found) == [(10, "sink", ("a", "b")), (18, "wrapper", ("a",)), (23, "wrapper", ("b",))]


def test_a_decorator_of_the_api_is_a_write(tmp_path: Path) -> None:
    found = python(tmp_path, "import tel\n\n\n@tel.traced('a')\ndef one():\n    pass\n\n\none()\n")

    assert said(found)[0] == (4, "facade", ("a",))


def test_a_method_of_a_base_class_carries_the_name_of_the_subclass(tmp_path: Path) -> None:
    found = python(
        tmp_path,
        """\
        import tel


        class Task:
            event = ""

            def report(self):
                tel.send(self.event)


        class Build(Task):
            event = "build"


        def main():
            Build().report()
        """,
    )

    assert [s.event.names for s in found if s.function == "app.main"] == [("build",)]


def test_an_event_object_is_named_by_its_class(tmp_path: Path) -> None:
    found = python(
        tmp_path,
        """\
        from tel import Client


        class Event:
            name = ""


        class Started(Event):
            name = "started"

            def __init__(self, id):
                self.id = id


        client = Client()


        def emit(event: Event):
            client.emit(event)


        def main():
            client.emit(Started(1))
            emit(Started(2))
        """,
    )

    named = {s.span.line: (s.kind, s.event.names) for s in found}
    assert named[23] == ("recorder", ("started",))
    assert named[24] == ("wrapper", ("started",))


def test_a_fixed_name_and_no_name_at_all(tmp_path: Path) -> None:
    found = python(tmp_path, "import tel\n\ntel.ping()\ntel.flush('x')\n")

    assert [(s.event.names, s.status) for s in found] == [(("pinged",), "unregistered"), ((), "none")]


def test_an_item_of_an_inline_module_is_the_same_behind_a_use(tmp_path: Path) -> None:
    module = "mod tele { pub struct Log; impl Log { pub fn write(&self, what: &str) { tel::send(what); } } }"
    found = rust(tmp_path, f'{module}\nuse tele::Log;\npub fn f(log: &Log) {{ log.write("a"); }}\n')

    assert [s.event.names for s in found if s.function.endswith(".f")] == [("a",)]


def test_rust_wrappers_are_followed_through_modules_methods_and_closures(tmp_path: Path) -> None:
    found = rust(
        tmp_path,
        """\
        mod tele {
            pub(crate) fn record(what: &str) { tel::send(what); }
            pub struct Log;
            impl Log {
                pub fn write(&self, what: &str) { record(what); }
            }
        }
        pub async fn f(log: &tele::Log) {
            log.write("a");
            tokio::spawn(async move { tele::record("b") });
            let go = |n: &str| tele::record(n);
            go("c");
            std::thread::spawn(|| tele::record("d"));
        }
        """,
    )

    own = [(s.span.line, s.event.names) for s in found if s.function.endswith(".f")]
    assert own[:2] == [(9, ("a",)), (10, ("b",))]
    assert (13, ("d",)) in own


def test_a_trait_s_one_implementation_is_what_a_call_of_the_trait_leads_to(tmp_path: Path) -> None:
    found = rust(
        tmp_path,
        """\
        pub trait Sink { fn put(&self, what: &str); }
        pub struct Real;
        impl Sink for Real { fn put(&self, what: &str) { tel::send(what); } }
        pub fn f(s: &dyn Sink) { s.put("a"); }
        """,
    )

    assert [(s.span.line, s.event.names) for s in found if s.function.endswith(".f")] == [(4, ("a",))]


def test_mutual_recursion_ends(tmp_path: Path) -> None:
    found = python(
        tmp_path,
        "import tel\n\n\ndef a(n, k):\n    tel.send(n)\n    b(n, k)\n\n\ndef b(n, k):\n    a(n, k - 1)\n\n\na('x', 3)\n",
    )

    assert [s.event.names for s in found if s.span.line == 13] == [("x",)]
    assert {s.event.names for s in found} == {("x",)}


def test_what_only_tests_hand_in_is_not_what_production_code_writes(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        {
            "src/app.py": "import tel\n\n\ndef record(what):\n    tel.send(what)\n\n\ndef main():\n    record('real')\n",
            "tests/test_app.py": "from app import record\n\n\ndef test_it():\n    record('made up')\n",
        },
    )

    assert {(s.path, s.context): s.event.names for s in found if s.kind == "sink"} == {("src/app.py", "production"): ("real",)}
    assert [(s.context, s.event.names) for s in found if s.path.startswith("tests")] == [("test", ("made up",))]


def test_a_private_wrapper_and_one_of_the_same_name_elsewhere_are_kept_apart(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        {
            "one.py": "import tel\n\n\ndef _note(what):\n    tel.send(what)\n\n\n_note('a')\n",
            "two.py": "def _note(what):\n    print(what)\n\n\n_note('b')\n",
        },
    )

    assert {s.path for s in found} == {"one.py"}


def test_a_method_of_a_class_made_for_telemetry_is_a_wrapper_whatever_its_name(tmp_path: Path) -> None:
    body = "".join(f"        step_{n}()\n" for n in range(8))
    house = f"class UsageTelemetry:\n    def finish(self):\n{body}        tel.ping()\n"
    found = python(tmp_path, f"import tel\n\n\n{house}\n\nUsageTelemetry().finish()\n")

    assert [(s.kind, s.event.names) for s in found] == [("sink", ("pinged",)), ("wrapper", ("pinged",))]


def test_a_wrapper_that_is_named_for_recording_counts_behind_everyday_words(tmp_path: Path) -> None:
    body = "".join(f"    step_{n}()\n" for n in range(8))
    text = "import tel\n\n\n" + "\n\n".join(f"def {name}(what):\n{body}    tel.send('a', what)\n" for name in ("_try_record_it", "rebuild"))
    found = python(tmp_path, f"{text}\n\n_try_record_it('x')\nrebuild('x')\n")

    assert [s.api for s in found if s.kind == "wrapper"] == ["_try_record_it"]


BUILT = """\
import tel


class Run:
    def close(self, taken):
        {first}
        props = {{"taken": taken, "who": self.who}}
        props["all"] = len(props)
        props.update(of=self.of)
        tel.send("closed", "s", {handed})
        {last}


def main(run: Run):
    run.close(3)
"""


@pytest.mark.parametrize(
    ("first", "handed", "last", "found"),
    [
        ("pass", "props", "pass", True),
        ("pass", "props", "return None", True),
        # The caller wants something else of it.
        ("pass", "props", "return props", False),
        # Nothing that is built here is handed on.
        ("pass", "{}", "pass", False),
        # Most of it is other work.
        ("a = b = c = d = e = f = g = 1\n" + "        work()\n" * 6, "props", "pass", False),
    ],
)
def test_a_function_that_builds_what_it_writes_is_a_wrapper(tmp_path: Path, first: str, handed: str, last: str, found: bool) -> None:
    seen = python(tmp_path, BUILT.format(first=first, handed=handed, last=last))

    assert [s.event.names for s in seen if s.kind == "wrapper"] == [("closed",)] * found


@pytest.mark.parametrize(
    ("condition", "call", "found"),
    [
        ("if extra is not None", "track('a', None)", False),
        ("if extra is not None", "track('a')", False),
        ("if extra", "track('a', extra=False)", False),
        ("if extra", "track('a', 1)", True),
        ("if other", "track('a')", True),
        ("if extra is None", "track('a')", True),
    ],
)
def test_a_call_that_leaves_out_what_the_write_asks_for_is_none(tmp_path: Path, condition: str, call: str, found: bool) -> None:
    seen = python(tmp_path, f"import tel\n\n\ndef track(what, extra=None):\n    {condition}:\n        tel.send(what)\n\n\n{call}\n")

    assert [s.event.names for s in seen if s.kind == "wrapper"] == [("a",)] * found


@pytest.mark.parametrize(
    ("pattern", "handed", "found"),
    [
        ("Some(n)", "None", False),
        ("Some((a, b))", "None", False),
        ("Some(n)", "Some(1)", True),
        ("None", "None", True),
        ("_", "None", True),
    ],
)
def test_an_option_that_is_left_out_takes_no_arm_for_what_is_there(tmp_path: Path, pattern: str, handed: str, found: bool) -> None:
    seen = rust(
        tmp_path,
        f"pub fn track(extra: Option<u32>) {{ if let {pattern} = extra {{ tel::send(\"a\"); }} }}\npub fn f() {{ track({handed}); }}\n",
    )

    assert [s.event.names for s in seen if s.kind == "wrapper"] == [("a",)] * found


@pytest.mark.parametrize(
    ("name", "steps", "found"),
    [
        ("record_it", 12, True),
        ("report", 12, True),
        # Verbs of other work: only where the write is a good part of it.
        ("ingest", 12, False),
        ("emit_batches", 12, False),
        ("persist_rows", 3, True),
        ("emit", 3, True),
        ("store_all", 12, False),
        ("rebuild", 4, False),
    ],
)
def test_a_verb_that_can_mean_other_work_counts_where_the_write_is_a_good_part_of_it(
    tmp_path: Path, name: str, steps: int, found: bool
) -> None:
    body = "".join(f"    step_{n}()\n" for n in range(steps))
    seen = python(tmp_path, f"import tel\n\n\ndef {name}(what):\n{body}    props = {{}}\n    tel.send('a', what, props)\n\n\n{name}('x')\n")

    assert [s.api for s in seen if s.kind == "wrapper"] == [name] * found


@pytest.mark.parametrize(("result", "found"), [("u64", True), ("Result<(), String>", True), ("Outcome", False)])
def test_what_gives_back_an_object_is_called_for_that(tmp_path: Path, result: str, found: bool) -> None:
    body = "let a = 1;\nlet b = 2;\nlet c = 3;\nlet d = 4;\nlet what = text;\ntel::send(\n\"a\",\nwhat);\n"
    seen = rust(tmp_path, f'pub fn persist(text: &str) -> {result} {{\n{body}todo!()\n}}\npub fn f() {{ persist("x"); }}\n')

    assert [s.api for s in seen if s.kind == "wrapper"] == ["persist"] * found


def test_a_closure_inside_another_call_does_not_make_its_whole_statement_a_write(tmp_path: Path) -> None:
    steps = "".join(f"        .step_{n}()\n" for n in range(9))
    text = f"pub fn drain(x: X) {{\n    let done = x\n{steps}        .inspect_err(|_| tel::ping());\n    x.end(done);\n}}\n"
    seen = rust(tmp_path, f"{text}pub fn f(x: X) {{ drain(x); }}\n")

    assert [s.kind for s in seen] == ["sink"]


@pytest.mark.parametrize(
    ("made", "given", "found"),
    [
        ("name: &str) -> Self { tel::send(name);", '"a"', True),
        ('kind: Kind) -> Self { tel::send(match kind { Kind::A => "a", _ => "b" });', "Kind::A", False),
    ],
)
def test_a_constructor_counts_only_where_it_is_told_the_event(tmp_path: Path, made: str, given: str, found: bool) -> None:
    text = f"pub enum Kind {{ A, B }}\npub struct Batch;\nimpl Batch {{ pub fn with({made} Self }} }}\n"
    seen = rust(tmp_path, f"{text}pub fn f() {{ Batch::with({given}); }}\n")

    assert [s.event.names for s in seen if s.kind == "wrapper"] == [("a",)] * found


@pytest.mark.parametrize(("name", "found"), [("vibe_analytics", True), ("prepare", False)])
def test_a_function_that_is_named_for_recording_need_not_be_handed_anything(tmp_path: Path, name: str, found: bool) -> None:
    body = "    data = {\n        'command': 'vibe',\n    }\n    if not enabled():\n        return\n\n    tel.send('a', 's', data)\n"
    seen = python(tmp_path, f"import tel\n\n\ndef {name}():\n{body}\n\n{name}()\n")

    assert [s.event.names for s in seen if s.kind == "wrapper"] == [("a",)] * found


def test_the_conditions_before_a_write_are_also_those_inside_its_wrapper(tmp_path: Path) -> None:
    found = python(
        tmp_path,
        """\
        import tel


        def track(what, loud):
            if not enabled():
                return
            if loud:
                tel.send(what)
            else:
                tel.send(what, "quiet")


        def main(ready, loud):
            if ready:
                track("a", loud)
        """,
    )

    by_line = {s.span.line: s.guards for s in found}
    assert by_line[15] == ("if ready", "return enabled")
    assert by_line[8] == ("return enabled", "if loud")


@pytest.mark.parametrize(("writes", "last", "found"), [(1, "pass", []), (5, "pass", ["work"]), (5, "return ready", [])])
def test_the_writes_of_a_function_count_together_where_it_gives_nothing_back(
    tmp_path: Path, writes: int, last: str, found: list[str]
) -> None:
    body = "".join(f"    tel.send('n{n}')\n" for n in range(writes)) + f"    a()\n    b()\n    c()\n    d()\n    {last}\n"
    seen = python(tmp_path, f"import tel\n\n\ndef work():\n{body}\n\nwork()\n")

    assert [s.api for s in seen if s.kind == "wrapper"] == found


@pytest.mark.parametrize(("name", "found"), [("set_state", False), ("report_state", True)])
def test_what_also_has_a_name_is_not_the_event_of_those_who_are_handed_it(tmp_path: Path, name: str, found: bool) -> None:
    text = f"""\
        import tel

        class Engine:
            def {name}(self, state):
                self.known = self.ask(state)
                self.run.state = state
                self.run.kind = state.kind
                tel.send(state.name)
                self.hooks(state)
                self.save()
                return state

        def advance(engine: Engine, state):
            engine.{name}(state)
        """

    assert [s.span.line for s in python(tmp_path, text)] == [8, *([14] if found else [])]


@pytest.mark.parametrize(
    ("base", "up", "names"),
    [
        ("def __init__(self, name): self.name = name", "super().__init__('opened')", ("opened",)),
        ("def __init__(self, kind, name='plain'): self.name = name", "super().__init__(kind)", ("plain",)),
        ("def __init__(self, name): self.name = 'event.' + name", "Base.__init__(self, name='opened')", ("event.opened",)),
        ("def __init__(self, name): self.name = name", "super(Opened, self).__init__(kind)", ("a",)),
        ("def __init__(self, name): self.name = name", "pass", ()),
        ("name: str", "super().__init__(name='opened')", ("opened",)),
        ("name: str", "super().__init__(other='opened')", ()),
    ],
)
def test_what_a_constructor_hands_to_its_base_s_is_what_the_field_is_set_to(
    tmp_path: Path, base: str, up: str, names: tuple[str, ...]
) -> None:
    text = f"""\
        import tel
        from dataclasses import dataclass

        @dataclass
        class Base:
            {base}

        class Opened(Base):
            def __init__(self, kind):
                self.kind = kind
                {up}

        def submit(event: Base):
            tel.send(str(event.name))

        def run():
            submit(Opened("a"))
        """

    assert [s.event.names for s in python(tmp_path, text) if s.span.line == 17] == [names]
