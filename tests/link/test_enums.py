"""Enum members, class attributes and fields as event names, handed on from one function to the next."""

from pathlib import Path

import pytest

from tests.link.whole import DISPATCH, python, rust, sites


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("tel.send(given)", ("start",)),
        ("tel.send(given.value)", ("start",)),
        ("tel.send(str(given))", ("start",)),
        ('tel.send(f"job.{given}")', ("job.start",)),
        ('tel.send("job." + given.value)', ("job.start",)),
        ("tel.send(spell(given))", ("start",)),
    ],
)
def test_a_member_handed_in_is_its_value(tmp_path: Path, body: str, expected: tuple[str, ...]) -> None:
    kind = 'class Kind(enum.StrEnum):\n    START = "start"\n    STOP = "stop"\n'
    head = f"import enum\nimport tel\n\n\n{kind}\n\ndef spell(k):\n    return k.value\n"
    found = python(tmp_path, f"{head}\n\ndef record(given):\n    {body}\n\n\nrecord(Kind.START)\n")

    assert [s.event.names for s in found if s.kind == "wrapper"] == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("tel::send(given.as_str());", ("start",)),
        ("tel::send(given.name());", ("START",)),
        ('tel::send(&format!("job.{}", given.as_str()));', ("job.start",)),
        ("tel::send(spell(given));", ("start",)),
    ],
)
def test_a_variant_handed_in_is_what_its_method_says(tmp_path: Path, body: str, expected: tuple[str, ...]) -> None:
    head = """\
#[derive(Clone, Copy)]
pub enum Kind { Start, Stop(u8) }
impl Kind {
    pub fn as_str(self) -> &'static str { match self { Kind::Start => "start", Kind::Stop(_) => "stop" } }
    pub const fn name(self) -> &'static str { use Kind::*; match self { Start => "START", Stop(_) => "STOP" } }
}
fn spell(k: Kind) -> &'static str { k.as_str() }
"""
    found = rust(tmp_path, f"{head}fn record(given: Kind) {{ {body} }}\npub fn main() {{ record(Kind::Start); }}\n")

    assert [s.event.names for s in found if s.kind == "wrapper"] == [expected]


def test_variants_brought_in_by_a_glob_are_the_same_variants(tmp_path: Path) -> None:
    found = rust(
        tmp_path,
        """\
        use rec::{record, Recorder};
        pub enum Event { Started, Done }
        use Event::*;
        pub struct Store;
        impl Recorder for Store {
            fn record(&self, event: Event) {
                match event {
                    Started => rec::append("started", "", ""),
                    Done => rec::append("done", "", ""),
                }
            }
        }
        pub fn go() { record!(Done); record!(Event::Started); }
        """,
        DISPATCH,
    )

    assert [s.event.names for s in found if s.kind == "facade"] == [("done",), ("started",)]


def test_attributes_of_a_class_or_module_that_is_handed_in(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        {
            "names.py": 'DONE = "done"\n',
            "app.py": """\
                import names
                import tel


                class Names:
                    DONE = "finished"


                def record(where):
                    tel.send(where.DONE)


                record(Names)
                record(names)
                """,
        },
    )

    assert [s.event.names for s in found if s.kind == "wrapper"] == [("finished",), ("done",)]


def test_a_field_that_the_constructor_fixes_is_known_in_every_method(tmp_path: Path) -> None:
    found = rust(
        tmp_path,
        """\
        pub struct Job { name: &'static str }
        impl Job {
            pub fn new() -> Self { Self { name: "job" } }
            pub fn run(&self) { tel::send(self.name); }
        }
        """,
    )

    assert [s.event.names for s in found] == [("job",)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("tel.send(Foreign('x').name)", "`name` of what `Foreign` gives back"),
        ("tel.send(Own().other)", "field `other` of `Own`"),
        ("tel.send({'a': 'x', **given}['b'])", "`b` of a record that is not known in full"),
        ("tel.send((given + 'x').name)", "`name` of a computed value"),
    ],
)
def test_a_part_that_cannot_be_seen_says_of_what(tmp_path: Path, body: str, reason: str) -> None:
    head = "import tel\nfrom elsewhere import Foreign\n\n\nclass Own:\n    name = 'own'\n\n\n"
    (site,) = python(tmp_path, f"{head}def main(given):\n    {body}\n")

    assert (site.status, site.event.reason) == ("unresolved", reason)


def test_a_client_in_a_field_of_a_base_class_is_a_client(tmp_path: Path) -> None:
    found = python(
        tmp_path,
        """\
        from tel import Client


        class Base:
            client: Client


        class Middle(Base):
            pass


        class Leaf(Middle):
            def run(self):
                self.client.record("a")
        """,
    )

    assert [(s.kind, s.event.names) for s in found] == [("recorder", ("a",))]


def test_classes_that_derive_from_each_other_end(tmp_path: Path) -> None:
    found = python(
        tmp_path,
        """\
        import tel


        class A(B):
            pass


        class B(A):
            def run(self):
                tel.send(self.name)
                self.client.record("x")
        """,
    )

    assert [s.status for s in found] == ["unresolved"]


def test_re_exports_that_go_in_circles_end(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        {
            "a.py": "from b import NAME\nfrom b import *\n",
            "b.py": "from a import NAME\nfrom a import *\n",
            "app.py": "import tel\nfrom a import NAME, OTHER\n\ntel.send(NAME)\ntel.send(OTHER)\n",
        },
    )

    assert [s.status for s in found] == ["unresolved", "unresolved"]
