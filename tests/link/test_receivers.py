"""Whether a method call is the one a producer names: known right, known wrong, or unknown with a name that tells."""

from pathlib import Path

import pytest

from checker.model.producer import Api, Argument, Producer
from tests.link.whole import python, rust, said, sites


@pytest.mark.parametrize(
    "body",
    [
        "def f(c: Client):\n    c.record('a')",
        "def f(c: 'Client | None'):\n    c.record('a')",
        "def f():\n    c = Client()\n    c.record('a')",
        "def f():\n    Client().record('a')",
        "client = Client()\n\n\ndef f():\n    client.record('a')",
        "class S:\n    def __init__(self):\n        self.c = Client()\n\n    def f(self):\n        self.c.record('a')",
        "class S:\n    def __init__(self, c: Client):\n        self.c = c\n\n    def f(self):\n        self.c.record('a')",
        "class S:\n    c: Client\n\n    def f(self):\n        self.c.record('a')",
        "class S(Client):\n    def f(self):\n        self.record('a')",
        "class Own(Client):\n    pass\n\n\ndef f(c: Own):\n    c.record('a')",
        "def make() -> Client:\n    ...\n\n\ndef f():\n    make().record('a')",
        "def make():\n    return Client()\n\n\ndef f():\n    make().record('a')",
        "def f(cs: list[Client]):\n    for c in cs:\n        c.record('a')",
    ],
)
def test_a_receiver_of_the_right_type_counts(tmp_path: Path, body: str) -> None:
    found = python(tmp_path, f"from tel import Client\n\n\n{body}\n")

    assert [(s.kind, s.event.names) for s in found] == [("recorder", ("a",))]


@pytest.mark.parametrize(
    "body",
    [
        "class S(Client):\n    def f(self):\n        super().record('a')",
        "def f():\n    Client.record(Client(), 'a')",
        "def f():\n    with Client() as c:\n        c.record('a')",
    ],
)
def test_a_receiver_behind_python_s_own_forms_counts(tmp_path: Path, body: str) -> None:
    found = python(tmp_path, f"from tel import Client\n\n\n{body}\n")

    assert [(s.kind, s.event.names) for s in found] == [("recorder", ("a",))]


def test_a_method_called_by_its_path_counts(tmp_path: Path) -> None:
    found = rust(tmp_path, 'use tel::Client;\npub fn f(c: &Client) { Client::record(c, "a"); }\n')

    assert [(s.kind, s.event.names) for s in found] == [("recorder", ("a",))]


@pytest.mark.parametrize(
    "body",
    [
        "def f(c: Other):\n    c.record('a')",
        "def f():\n    Other().record('a')",
        "def f(c):\n    c.record('a')",
        "class S:\n    def record(self, n):\n        pass\n\n    def f(self):\n        self.record('a')",
        "def record(n):\n    pass\n\n\nrecord('a')",
    ],
)
def test_a_receiver_of_another_type_does_not_count(tmp_path: Path, body: str) -> None:
    assert python(tmp_path, f"from elsewhere import Other\nimport tel\n\n\n{body}\n") == []


def test_a_distinctive_name_counts_whatever_the_receiver(tmp_path: Path) -> None:
    found = python(tmp_path, "import tel\n\n\ndef f(c):\n    c.dict_record({'event': 'a', 'x': 1})\n")

    assert said(found) == [(5, "recorder", ("a",))]


@pytest.mark.parametrize(
    "body",
    [
        "pub fn f(c: &Client) { c.record(\"a\"); }",
        "pub fn f(c: std::sync::Arc<Client>) { c.record(\"a\"); }",
        "pub fn f(c: Option<Client>) { if let Some(c) = c { c.record(\"a\"); } }",
        "pub fn f() { let c = Client::new(); c.record(\"a\"); }",
        "pub fn f() { Client::default().record(\"a\"); }",
        "pub struct S { c: Client } impl S { pub fn f(&self) { self.c.record(\"a\"); } }",
        "pub struct S { c: Option<std::sync::Arc<Client>> } impl S { pub fn f(&self) { self.c.as_ref().unwrap().record(\"a\"); } }",
        "fn make() -> Client { todo!() } pub fn f() { make().record(\"a\"); }",
        "pub async fn f(c: &Client) { c.record(\"a\").await?; }",
    ],
)
def test_a_receiver_of_the_right_type_counts_in_rust(tmp_path: Path, body: str) -> None:
    found = rust(tmp_path, f"use tel::Client;\n{body}\n")

    assert [(s.kind, s.event.names) for s in found] == [("recorder", ("a",))]


@pytest.mark.parametrize(
    "body",
    [
        "pub fn f(c: &Other) { c.record(\"a\"); }",
        "pub struct S; impl S { fn record(&self, n: &str) {} pub fn f(&self) { self.record(\"a\"); } }",
        "pub trait T { fn record(&self, n: &str); }",
    ],
)
def test_a_receiver_of_another_type_does_not_count_in_rust(tmp_path: Path, body: str) -> None:
    assert rust(tmp_path, f"use elsewhere::Other;\nuse tel::Client;\n{body}\n") == []


@pytest.mark.parametrize(
    "body",
    [
        "tel.meter().create_counter('a').add(1)",
        "COUNTER.add(1)",
        "own = tel.counter('a')\n    own.add(1)",
        "Holder().c.add(1)",
    ],
)
def test_an_instrument_has_the_name_it_was_made_with(tmp_path: Path, body: str) -> None:
    head = """\
import tel

COUNTER = tel.counter("a")


class Holder:
    def __init__(self):
        self.c = tel.counter("a")


"""
    found = python(tmp_path, f"{head}def f():\n    {body}\n")

    assert [s.event.names for s in found] == [("a",)]


def test_an_instrument_in_a_rust_field_has_the_name_it_was_made_with(tmp_path: Path) -> None:
    found = rust(
        tmp_path,
        """\
        use tel::Counter;
        pub struct Meters { jobs: Counter<u64> }
        impl Meters {
            pub fn new(m: &tel::Meter) -> Self { Self { jobs: m.counter("jobs").build() } }
            pub fn inc(&self) { self.jobs.add(1, &[]); }
        }
        """,
    )

    assert said(found) == [(5, "sink", ("jobs",))]


def test_an_instrument_made_elsewhere_is_unresolved(tmp_path: Path) -> None:
    (site,) = python(tmp_path, "from tel import Counter\n\n\ndef f(c: Counter):\n    c.add(1)\n")

    assert site.status == "unresolved"
    assert site.event.reason == "the instrument is made where it cannot be seen"


@pytest.mark.parametrize("body", ["def f(x: Foreign):\n    x.c.add(1)", "A = B.a()\nB = A.b()\nA.add(1)", "Foreign.add(1)"])
def test_an_object_that_nothing_makes_is_no_instrument(tmp_path: Path, body: str) -> None:
    assert python(tmp_path, f"import tel\nfrom elsewhere import Foreign\n\n\n{body}\n") == []


def test_adding_to_anything_else_is_no_write(tmp_path: Path) -> None:
    assert python(tmp_path, "import tel\n\nseen = set()\n\n\ndef f(x):\n    seen.add(x)\n    x.add(1)\n    set().add(2)\n") == []


def test_a_name_that_only_one_type_has_counts_for_an_unknown_receiver(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        {
            "store.py": "import tel\n\n\nclass Store:\n    def note_start(self, what):\n        tel.send(what)\n",
            "app.py": "import store\n\n\ndef f(anything):\n    anything.note_start('a')\n",
        },
    )

    assert [(s.path, s.kind, s.event.names) for s in found] == [("app.py", "wrapper", ("a",)), ("store.py", "sink", ("a",))]


def test_a_name_that_two_types_have_does_not_count_for_an_unknown_receiver(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        {
            "store.py": "import tel\n\n\nclass Store:\n    def note_start(self, what):\n        tel.send(what)\n\n\n"
            "class Other:\n    def note_start(self, what):\n        print(what)\n",
            "app.py": "import store\n\n\ndef f(anything):\n    anything.note_start('a')\n",
        },
    )

    assert [s.path for s in found] == ["store.py"]


SHAPED = Producer("p", "", ("python",), (Api("method", ("app.Sink.put",), "recorder", payload=Argument(0)),), (), "p.yaml")


@pytest.mark.parametrize("field", ["self._inner = inner", "self._inner: Final = inner", "self._inner: Final[Sink] = inner"])
def test_a_field_that_is_only_declared_final_has_the_type_of_what_it_is_set_to(tmp_path: Path, field: str) -> None:
    text = f"""\
from typing import Final, Protocol


class Sink(Protocol):
    def put(self, record): ...


class Gate:
    def __init__(self, inner: Sink):
        {field}

    def close(self):
        work()
        self._inner.put(1)
"""
    found = python(tmp_path, text, SHAPED)

    assert [(s.span.line, s.kind) for s in found] == [(14, "recorder")]


@pytest.mark.parametrize(
    ("base", "parameters", "found"),
    [("Protocol", "self, record", True), ("Protocol", "self, key, value", False), ("object", "self, record", False)],
)
def test_a_class_of_the_shape_of_a_protocol_is_one(tmp_path: Path, base: str, parameters: str, found: bool) -> None:
    text = f"""\
from typing import Protocol


class Sink({base}):
    def put(self, record): ...


class Table:
    def put({parameters}):
        work()


def main():
    Table().put(1)
"""
    seen = python(tmp_path, text, SHAPED)

    assert [s.span.line for s in seen] == [14] * found
