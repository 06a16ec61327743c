"""What the Python language says about small sources: names, calls, functions, types, comments, statements, problems."""

import pytest

from checker.languages import python
from checker.model.facts import Call, FileFacts
from checker.model.source import Source, SourceFile
from checker.model.value import Argument, Invoke, Member, Name, Number, Parameter, Text


def extract(text: str | bytes, *names: str, path: str = "pkg/mod.py", module: str = "pkg.mod", context: str = "production") -> FileFacts:
    data = text.encode() if isinstance(text, str) else text
    return python.extract(Source(SourceFile(path, "python", "pkg", module, context), data), frozenset(names))


def calls(text: str, *names: str) -> list[tuple[str, str]]:
    return [(c.kind, c.callee) for c in extract(text, *(names or ("capture",))).calls]


def only(text: str, name: str = "capture") -> Call:
    (call,) = extract(text, name).calls
    return call


def imports(text: str, path: str = "pkg/mod.py", module: str = "pkg.mod") -> list[tuple[str, str, bool]]:
    return [(i.alias, i.target, i.public) for i in extract(text, path=path, module=module).imports]


def test_modules_and_contexts_are_told_by_the_path() -> None:
    assert [python.module(p) for p in ("pkg/mod.py", "pkg/__init__.py", "pkg/mod.pyi")] == ["pkg.mod", "pkg", "pkg.mod"]
    assert [python.context(p) for p in ("a/tests/x.py", "conftest.py", "x_test.py", "examples/x.py", "a/x.py")] == [
        "test", "test", "test", "example", "production",
    ]  # fmt: skip


def test_imports_keep_alias_and_target() -> None:
    assert imports("import a.b\nimport a.b as c, d\nfrom x import y as z, w\nfrom x import *\nfrom __future__ import annotations\n") == [
        ("a", "a", True),
        ("c", "a.b", True),
        ("d", "d", True),
        ("z", "x.y", True),
        ("w", "x.w", True),
        ("*", "x", True),
        ("annotations", "__future__.annotations", True),
    ]


def test_relative_imports_become_absolute() -> None:
    source = "from . import a\nfrom .b import c\nfrom ..d import e\n"

    assert imports(source, "p/q/m.py", "p.q.m") == [("a", "p.q.a", True), ("c", "p.q.b.c", True), ("e", "p.d.e", True)]
    assert imports(source, "p/q/__init__.py", "p.q") == [("a", "p.q.a", True), ("c", "p.q.b.c", True), ("e", "p.d.e", True)]


def test_imports_below_a_condition_are_the_modules_and_in_a_function_are_its_own() -> None:
    facts = extract("if TYPE_CHECKING:\n    import a\ntry:\n    import b\nexcept ImportError: b = None\ndef f():\n    from c import d\n")

    assert [(i.alias, i.scope, i.public) for i in facts.imports] == [
        ("a", "pkg.mod", True),
        ("b", "pkg.mod", True),
        ("d", "pkg.mod.f", False),
    ]


def test_the_word_import_in_text_is_no_import() -> None:
    assert imports('"import a"\n# import b\nimportant = 1\n') == []


@pytest.mark.parametrize(
    ("source", "kind", "callee"),
    [
        ("import posthog\nposthog.capture(1)", "function", "posthog.capture"),
        ("import a.b\na.b.client.capture(1)", "function", "a.b.client.capture"),
        ("from x import client\nclient.capture(1)", "function", "client.capture"),
        ("class K: pass\nK.capture(1)", "function", "K.capture"),
        ("client = make()\nclient.capture(1)", "method", "capture"),
        ("def f(client):\n    client.capture(1)", "method", "capture"),
        ("get().capture(1)", "method", "capture"),
        ("capture(1)", "function", "capture"),
        ("import posthog\ndef f():\n    cap = posthog.capture\n    cap(1)", "function", "posthog.capture"),
        ("import posthog\ndef f():\n    p = posthog\n    p.capture(1)", "function", "posthog.capture"),
        ("def f(c):\n    cap = c.capture\n    cap(1)", "method", "capture"),
        ("from posthog import capture as c\nc(1)", "function", "c"),
        ("def f():\n    from posthog import capture as c\n    c(1)", "function", "c"),
        ("client = make()\ntrack = client.capture\ntrack(1)", "function", "track"),
        ("@capture\ndef f(): pass", "decorator", "capture"),
        ("@capture('x')\nclass C: pass", "decorator", "capture"),
        ("client = make()\n@client.capture('x')\ndef f(): pass", "decorator", "capture"),
        ("x = f'{capture(1)}'", "function", "capture"),
        ("x = [capture(i) for i in y]", "function", "capture"),
        ("x = lambda: capture(1)", "function", "capture"),
        ("def f(a=capture(1)): pass", "function", "capture"),
        ("with capture(1) as x: pass", "function", "capture"),
        ("async def f():\n    await capture(1)", "function", "capture"),
        ("run(capture)", "reference", "capture"),
        ("run(callback=capture)", "reference", "capture"),
        ("def f():\n    return capture", "reference", "capture"),
        ("import p\np.go(p.capture if x else None)", "reference", "p.capture"),
        ("self.f = capture", "reference", "capture"),
        ("def f(capture):\n    capture(1)", "method", "__call__"),
    ],
)
def test_a_use_is_told_by_what_the_name_is_there(source: str, kind: str, callee: str) -> None:
    assert calls(source) == [(kind, callee)]


@pytest.mark.parametrize(
    "source",
    [
        '"capture(1)"',
        "# capture(1)",
        "capture.other(1)",
        "f(capture=1)",
        "def f(x: capture): pass",
        "isinstance(x, capture)",
        "isinstance(x, (capture, b))",
        "x == capture",
        "try: pass\nexcept (capture, B): pass",
        "from x import capture",
        "capture = 1",
        "x if capture else y",
        "f(a if capture else b)",
        "recapture(1)",
        "x[capture]",
    ],
)
def test_what_is_no_use_is_not_listed(source: str) -> None:
    assert calls(source) == []


def test_an_alias_counts_only_where_it_means_the_name() -> None:
    source = "from p import capture as c\nc(1)\nx.c(2)\ndef f(c):\n    c(3)\ndef g():\n    c = other\n    c(4)\n"

    assert [c.span.line for c in extract(source, "capture").calls] == [2]


def test_a_constant_handed_on_is_no_reference() -> None:
    assert calls("from x import NAME\nf(NAME)", "NAME") == []


def test_what_partial_and_submit_hand_on_are_arguments_of_the_reference() -> None:
    call = only("import p\npool.submit(p.capture, 'id', event='x')")

    assert [(a.name, a.value) for a in call.args] == [("", Text("id")), ("event", Text("x"))]
    # What else a call does with a function is not known: its own options are keywords, as a rule.
    call = only("import p\nother(p.capture, 'id', daemon=True)")
    assert [(a.name, a.value) for a in call.args] == [("", Text("id"))]


def test_a_parameter_that_is_called_or_handed_on_is_the_receiver() -> None:
    assert only("def f(capture): capture(1)").receiver == Parameter(0, "capture")
    handed = only("def f(x, capture): x.run(1, capture)")
    assert (handed.kind, handed.callee, handed.receiver, handed.handed) == ("reference", "__call__", Parameter(1, "capture"), "x.run")
    assert only("import p\nrun(p.capture)").handed == "run"
    assert only("import p\nrun(key=p.capture)").handed == "run"
    assert only("import p\nx = [p.capture]").handed == ""


def test_a_receiver_is_a_value() -> None:
    def receiver(source: str) -> object:
        return only(source).receiver

    assert receiver("client = P()\nclient.capture(1)") == Name("client")
    assert receiver("class K:\n  def f(self):\n    self.client.capture(1)") == Member(Parameter(-1, "self"), "client")
    assert receiver("class K:\n  @classmethod\n  def f(cls):\n    cls.capture(1)") == Parameter(-1, "cls")
    assert receiver("get_client().capture(1)") == Invoke("get_client", ())
    assert receiver("class K:\n  def capture_(self):\n    super().capture(1)") == Invoke("super", ())
    assert receiver("with P() as p:\n  pass\ndef f():\n  with P() as p:\n    p.capture(1)") == Invoke("__enter__", (), Invoke("P", ()))


def test_arguments_have_names_values_and_places() -> None:
    call = only("capture('a', b=1, *c, **d)")

    assert call.args == (
        Argument("", Text("a"), (8, 11)),
        Argument("b", Number("1"), (13, 16)),
        Argument("*", Name("c"), (18, 20)),
        Argument("**", Name("d"), (22, 25)),
    )
    assert only("capture(x for x in y)").args[0].span == (7, 21)


def test_a_call_says_where_it_stands() -> None:
    call = only("class K:\n    def f(self):\n        def g():\n            capture(\n                1,\n            )\n")

    assert (call.function, call.scope, call.written, call.statement_lines) == ("pkg.mod.K.f.g", "pkg.mod.K.f.g", "capture", 3)
    assert (only("class K:\n    x = capture(1)").function, only("class K:\n    x = capture(1)").scope) == ("", "pkg.mod.K")


def test_a_decorator_belongs_to_what_it_decorates() -> None:
    call = only("class K:\n    @capture('x')\n    def f(self): pass\n")

    assert (call.kind, call.function, call.args[0].value) == ("decorator", "pkg.mod.K.f", Text("x"))
    assert [f.name for f in extract("@capture\ndef f(): pass", "capture").functions] == ["pkg.mod.f"]


def test_columns_count_characters() -> None:
    call = only("x = 'é'; capture('ü')\n")
    marked = extract(b"\xef\xbb\xbfcapture(1)\r\n", "capture").calls[0]

    assert (call.span.column, call.span.end_column, call.span.start) == (10, 22, 10)
    assert (marked.span.column, marked.span.start) == (1, 3)


def test_a_star_stands_for_every_name_that_starts_so() -> None:
    assert [c.callee for c in extract("track_a(1)\ntrack_b(2)\nother(3)", "track_*").calls] == ["track_a", "track_b"]


def test_facts_for_more_names_are_the_union() -> None:
    source = "import p\nX = 1\ndef f(): p.capture(X)\nclass K(Base): y = 2\ng(track)\n"
    names = ["capture", "X", "f", "K", "Base", "track", "y"]

    together = extract(source, *names)

    for part in ("calls", "types", "constants"):
        apart = {fact for n in names for fact in getattr(extract(source, n), part)}
        assert set(getattr(together, part)) == apart
    assert {f.name for f in together.functions} == {f.name for n in names for f in extract(source, n).functions}


def test_many_names_find_the_same_as_few() -> None:
    assert calls("capture(1)", "capture", *(f"unseen_{i}" for i in range(100))) == [("function", "capture")]


def test_a_function_has_parameters_result_and_returns() -> None:
    (function,) = extract(
        'class K(Base):\n    def f(self, a: "Optional[x.T]", b: T | None = None, *args, **kw: int) -> Awaitable[R]:\n'
        "        if a:\n            return 'x'\n        def inner(): return 'no'\n        return b\n",
        "f",
    ).functions

    assert [(p.name, p.type, p.default) for p in function.params] == [
        ("a", "x.T", None),
        ("b", "T", Number("None")),
        ("*args", "", None),
        ("**kw", "int", None),
    ]
    assert (function.name, function.owner, function.receiver, function.result) == ("pkg.mod.K.f", "pkg.mod.K", True, "R")
    assert function.returns == (Text("x"), Parameter(1, "b"))
    assert (function.lines, function.span.line, function.public) == (4, 2, True)


def test_static_methods_have_no_receiver() -> None:
    (function,) = extract("class K:\n    @staticmethod\n    def _f(a): return a\n", "_f").functions

    assert (function.receiver, [p.name for p in function.params], function.returns) == (False, ["a"], (Parameter(0, "a"),))
    assert (function.decorators, function.public) == (("staticmethod",), True)


def test_a_function_inside_another_is_not_public() -> None:
    assert [(f.name, f.public) for f in extract("def f():\n    def g(): pass\n", "f", "g").functions] == [
        ("pkg.mod.f", True),
        ("pkg.mod.f.g", False),
    ]


def test_definitions_alone_can_be_asked_for() -> None:
    source = Source(SourceFile("m.py", "python", "m", "m", "production"), b"X = 1\ndef f():\n    f()\nclass X2(X): pass\n")

    facts = python.extract(source, frozenset({"f", "X"}), definitions=True)

    assert ([f.name for f in facts.functions], [c.name for c in facts.constants], facts.calls) == (["m.f"], ["m.X"], ())


def test_functions_around_a_call_are_listed_too() -> None:
    assert [f.name for f in extract("def f():\n    def g(): capture(1)\n", "capture").functions] == ["pkg.mod.f", "pkg.mod.f.g"]


@pytest.mark.parametrize(
    ("source", "context"),
    [
        ("import pytest\ndef test_f(): capture(1)", "test"),
        ("def test_connection(): capture(1)", "production"),
        ("class T(unittest.TestCase):\n    def check(self): capture(1)", "test"),
        ("@pytest.fixture\ndef f(): capture(1)", "test"),
        ("capture(1)", "production"),
    ],
)
def test_the_context_of_a_call_is_that_of_its_function(source: str, context: str) -> None:
    assert only(source).context == context


def test_constants_are_module_and_class_attributes() -> None:
    facts = extract("A: Final = 'a'\nB = C = 'b'\nD, E = 1, 2\nclass K:\n    A = 'k'\ndef f():\n    A = 'local'\n", "A", "B", "C", "D", "E")

    assert [(c.name, c.value) for c in facts.constants] == [
        ("pkg.mod.A", Text("a")),
        ("pkg.mod.B", Text("b")),
        ("pkg.mod.C", Text("b")),
        ("pkg.mod.D", Number("1")),
        ("pkg.mod.E", Number("2")),
        ("pkg.mod.K.A", Text("k")),
    ]


def test_an_attribute_assigned_again_is_a_choice_through_global_too() -> None:
    (constant,) = extract("c = None\ndef f():\n    global c\n    c = Client()\ndef g():\n    c = 3\n", "c").constants

    assert [o.value for o in constant.value.options] == [Number("None"), Invoke("Client", ())]  # type: ignore[union-attr]


def test_enum_members_are_constants_and_variants() -> None:
    facts = extract("class Kind(str, Enum):\n    A = 'a'\n    B = auto()\n", "Kind")

    assert [(c.name, type(c.value).__name__) for c in facts.constants] == [("pkg.mod.Kind.A", "Text"), ("pkg.mod.Kind.B", "Unknown")]
    assert (facts.types[0].kind, facts.types[0].bases) == ("enum", ("str", "Enum"))
    assert (facts.types[0].variants[0].name, facts.types[0].variants[0].value) == ("A", Text("a"))
    assert [c.name for c in extract("class Kind(Enum):\n    A = 'a'\n", "A").constants] == ["pkg.mod.Kind.A"]


def test_a_class_has_fields_from_annotations_attributes_and_self() -> None:
    (type_,) = extract(
        "@dataclass(frozen=True)\nclass P(base.Model, Generic[T], metaclass=M):\n    a: int\n    b: Optional[str]\n"
        "    c: str = Field('x', alias='cc')\n"
        "    d: list = field(default_factory=list)\n    e = 'e'\n    f: str = Field(...)\n    g: Annotated[int, Field(alias='gg')]\n"
        "    def __init__(self, k):\n        self.client = Posthog(k)\n        self.n: int = 3\n"
        "    def reset(self):\n        self.client = None\n"
        "        def inner():\n            self.z = 1\n",
        "P",
    ).types

    assert (type_.name, type_.kind, type_.bases, type_.decorators) == ("pkg.mod.P", "class", ("base.Model", "Generic"), ("dataclass",))
    assert [(f.name, f.type, f.wire, f.optional) for f in type_.fields] == [
        ("a", "int", "a", False),
        ("b", "str", "b", True),
        ("c", "str", "cc", True),
        ("d", "list", "d", True),
        ("e", "", "e", False),
        ("f", "str", "f", False),
        ("g", "int", "gg", False),
        ("client", "", "client", False),
        ("n", "int", "n", False),
    ]
    fields = {f.name: f.value for f in type_.fields}
    assert (fields["c"], fields["d"], fields["e"], fields["f"]) == (Text("x"), Invoke("list", ()), Text("e"), None)
    assert len(fields["client"].options) == 2  # type: ignore[union-attr]


def test_typed_dicts_can_be_partial_and_aliases_are_types() -> None:
    facts = extract(
        "class D(TypedDict, total=False):\n    a: int\nclass E(TypedDict):\n    a: NotRequired[int]\ntype X = p.Y\nZ: TypeAlias = 'Y'\n",
        "D",
        "E",
        "X",
        "Z",
    )

    assert [(t.name, t.kind, [f.optional for f in t.fields], t.bases) for t in facts.types] == [
        ("pkg.mod.D", "class", [True], ("TypedDict",)),
        ("pkg.mod.E", "class", [True], ("TypedDict",)),
        ("pkg.mod.X", "alias", [], ("p.Y",)),
        ("pkg.mod.Z", "alias", [], ("Y",)),
    ]


def test_subclasses_of_an_asked_name_are_listed() -> None:
    assert [t.name for t in extract("class A(m.Base): pass\nclass B(Base[T]): pass\nclass C(x[Base]): pass\n", "Base").types] == [
        "pkg.mod.A",
        "pkg.mod.B",
    ]


def comments(source: str) -> list[tuple[tuple[str, ...], str, int]]:
    return [(c.lines, c.level, c.anchor) for c in extract(source).comments]


def test_the_header_is_the_modules() -> None:
    assert comments("#!x\n# a\n\n'''doc\n  more'''\nimport x\n") == [
        (("x", "a"), "module", 0),
        (("doc", "more"), "module", 0),
    ]
    assert comments("# telemetry: S1\nimport x\n") == [(("telemetry: S1",), "module", 0)]
    assert comments("# telemetry: S1\ndef f(): pass\n") == [(("telemetry: S1",), "function", 16)]


@pytest.mark.parametrize(
    ("source", "level"),
    [
        ("x\n# telemetry: S1\ndef f(): pass\n", "function"),
        ("x\n# telemetry: S1\n@d\ndef f(): pass\n", "function"),
        ("def f():\n    '''telemetry: S1'''\n", "function"),
        ("def f():  # telemetry: S1\n    pass\n", "function"),
        ("x\n# telemetry: S1\nclass C: pass\n", "impl"),
        ("class C:\n    '''Text.\n\n    telemetry: S1\n    '''\n", "impl"),
        ("class C:\n    # telemetry: S1\n    a: int\n", "field"),
        ("class C:\n    a: int = field(1)  # telemetry: S1\n", "field"),
        ("class C:\n    A = 1  # telemetry: S1\n", "constant"),
        ("A = 'x'  # telemetry: S1\n", "constant"),
        ("def f():\n    # telemetry: S1\n    g(1)\n", "call"),
        ("def f():\n    g(1)  # telemetry: S1\n", "call"),
        ("def f():\n    g(\n        1,\n        # telemetry: S1\n    )\n", "call"),
        ("def f():\n    # telemetry: S1\n    return 1\n", "none"),
        ("x = 1\n# telemetry: S1\n\ndef f(): pass\n", "none"),
    ],
)
def test_a_classification_comment_attaches_to_what_it_stands_on(source: str, level: str) -> None:
    assert [c[1] for c in comments(source)] == [level]


def test_what_only_looks_like_a_classification_is_left_alone() -> None:
    assert comments("x = 'telemetry: S1'\n'''a''' + b\n# about telemetry: no\ny = '''\ntelemetry: S1'''\n") == []


def test_adjacent_lines_are_one_comment_with_a_place_each() -> None:
    (comment,) = extract("x = 1\ndef f():\n    # telemetry: S1\n    # telemetry: family=x\n    g()\n").comments

    assert comment.lines == ("telemetry: S1", "telemetry: family=x")
    assert [(s.line, s.column, s.end_column) for s in comment.spans] == [(3, 7, 20), (4, 7, 26)]


def test_a_call_has_the_comments_on_its_statement() -> None:
    call = only("def f():\n    # above\n    x = g(capture(  # in\n        1,\n        # inside\n    ))  # end\n    # below\n")

    assert [(c.lines, c.level) for c in call.comments] == [
        (("above",), "call"),
        (("in",), "call"),
        (("inside",), "call"),
        (("end",), "call"),
    ]


def test_a_function_has_leading_comments_docstring_and_those_of_its_class() -> None:
    (function,) = extract(
        "# on class\nclass K:\n    '''class doc'''\n    # lead\n    @d\n    def f(self):\n        '''doc'''\n", "f"
    ).functions

    assert [(c.lines, c.level) for c in function.comments] == [(("lead",), "function"), (("doc",), "function")]
    assert [(c.lines, c.level) for c in function.owner_comments] == [(("on class",), "impl"), (("class doc",), "impl")]


def test_statements_stand_in_strings_of_every_make() -> None:
    source = (
        "def f(c, a):\n    c.execute('INSERT INTO ' 'Events (a, b) VALUES (?, ?)', (a, 1))\n"
        "    c.execute(text(f'insert into events (x) values (:x) {a}'), {'x': 2})\n"
        "    c.execute('CREATE TABLE events (' + 'a int)')\n    'INSERT INTO events (a)'\n"
        "    c.execute('INSERT INTO other (a) VALUES (1)')\n"
    )

    found = extract(source, "events").statements

    assert [(s.verb, s.table, s.columns, s.values) for s in found] == [
        ("insert", "events", ("a", "b"), (Parameter(1, "a"), Number("1"))),
        ("insert", "events", ("x",), (Number("2"),)),
    ]
    assert [(t.verb, t.name, [c.name for c in t.columns]) for t in extract(source, "events").tables] == [("create", "events", ["a"])]
    assert {s.function for s in found} == {"pkg.mod.f"}
    assert [f.name for f in extract(source, "events").functions] == ["pkg.mod.f"]


def test_broken_regions_are_problems_and_the_rest_is_read() -> None:
    facts = extract("capture(1)\nx = = ]\ndef f():\n    capture(2)\n", "capture")

    assert len(facts.problems) == 1
    assert facts.problems[0].span.line == 2
    assert [c.span.line for c in facts.calls] == [1, 4]
    assert extract("def f(:\n    pass\n").problems[0].why == 'expected ")"'


@pytest.mark.parametrize(
    ("data", "why", "value"),
    [
        (b"capture('\xe9')", "not valid UTF-8", "�"),
        (b"# coding: latin-1\ncapture('\xe9')", "", "é"),
        (b"# coding: rot13\ncapture('x')", "unknown encoding 'rot13'", "x"),
        (b"# coding: idna\ncapture('x')", "unknown encoding 'idna'", "x"),
        (b"# coding: ascii\ncapture('\xe9')", "not valid ASCII", "�"),
        (b"\x00capture('x')", "holds NUL bytes", "x"),
    ],
)
def test_encodings_are_respected_or_reported(data: bytes, why: str, value: str) -> None:
    facts = extract(data, "capture")

    assert [p.why for p in facts.problems][:1] == ([why] if why else [])
    assert [c.args[0].value for c in facts.calls] == [Text(value)]


@pytest.mark.parametrize(
    "source",
    [
        "capture(" + "(" * 20_000 + ")" * 20_000 + ")",
        "capture(" * 5_000 + ")" * 5_000,
        "capture('a'" + "+'a'" * 20_000 + ")",
        "a" + ".b()" * 5_000 + ".capture()",
        "capture(a" + "[0]" * 5_000 + ")",
        "def f():\n a0='x'\n" + "".join(f" a{i}=f'{{a{i - 1}}}{{a{i - 1}}}'\n" for i in range(1, 300)) + " capture(a299)",
        "def capture(a: " + "Optional[" * 2_000 + "T" + "]" * 2_000 + "): pass",
        "capture = 1\n" * 300,
        "# telemetry: S1\n" * 300 + "capture(1)",
        "",
    ],
)
def test_hostile_input_ends(source: str) -> None:
    facts = extract(source, "capture")

    assert len(repr(facts)) < 4_000_000


def test_what_is_nested_too_deep_or_too_much_is_a_problem() -> None:
    assert [p.why for p in extract("capture(" * 500 + ")" * 500, "capture").problems] == ["nested deeper than 400"]
    assert "uses of the names" in extract("capture;" * 20_001, "capture").problems[-1].why


def test_new_syntax_is_read() -> None:
    source = "type X[T] = list[T]\ndef f[T](x: T) -> T:\n    try: pass\n    except* E: capture(f'{x['k']}')\nclass C[T]: pass\n"
    facts = extract(source, "capture", "f")

    assert facts.problems == ()
    assert [c.function for c in facts.calls] == ["pkg.mod.f"]
