"""Event names followed through code, in small workspaces of both languages."""

from pathlib import Path

import pytest

from tests.link.whole import DISPATCH, python, rust, said, sites


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('tel.send("a")', ("a",)),
        ('tel.send(name="a")', ("a",)),
        ('tel.send(*("a", "s"))', ("a",)),
        ('tel.send(**{"name": "a"})', ("a",)),
        ('name = "a"\n    tel.send(name)', ("a",)),
        ('name = "a" if flag else "b"\n    tel.send(name)', ("a", "b")),
        ('for name in ("a", "b"):\n        tel.send(name)', ("a", "b")),
        ('pair = ("a", "s")\n    tel.send(pair[0])', ("a",)),
        ('first, second = "a", "s"\n    tel.send(first)', ("a",)),
        ('tel.send({"x": "a", "y": "b"}["x"])', ("a",)),
        ('tel.send(f"a.{1}")', ("a.1",)),
        ('tel.send("a." + "b")', ("a.b",)),
        ('tel.send("%s.b" % "a")', ("a.b",)),
        ('tel.send("{}.b".format("a"))', ("a.b",)),
        ("tel.send(NAME)", ("const",)),
        ("tel.send(Kind.START)", ("start",)),
        ("tel.send(Kind.START.value)", ("start",)),
        ("tel.send(str(Kind.START))", ("start",)),
        ("tel.send(Names.DONE)", ("done",)),
        ("tel.send(pick(flag))", ("one", "two")),
        ("tel.send(join('x'))", ("pre.x",)),
        ("tel.send(twice('x'))", ("x.x",)),
        ("tel.send(defaulted())", ("fallback",)),
        ("tel.send(defaulted('given'))", ("given",)),
        ("tel.send(Job('made').name)", ("made",)),
        ("tel.send(Job('made').label())", ("label.made",)),
        ("tel.send(Point('p').x)", ("p",)),
        ("tel.send(Point(x='p').x)", ("p",)),
        ("tel.send(Sub('made').name)", ("made",)),
        ("tel.send(Fixed().name)", ("fixed",)),
        ("tel.send(EventName('wrapped'))", ("wrapped",)),
        ("tel.send(NAMES['k'])", ("mapped",)),
        ("tel.send(None)", ()),
    ],
)
def test_a_name_is_followed_in_python(tmp_path: Path, body: str, expected: tuple[str, ...]) -> None:
    head = """\
import enum
from dataclasses import dataclass
from typing import NewType

import tel

NAME = "const"
NAMES = {"k": "mapped"}


class Kind(str, enum.Enum):
    START = "start"


class Names:
    DONE = "done"


class Job:
    def __init__(self, name):
        self.name = name

    def label(self):
        return "label." + self.name


class Sub(Job):
    pass


class Fixed:
    name = "fixed"


@dataclass
class Point:
    x: str
    y: str = "y"


def pick(flag):
    if flag:
        return "one"
    return "two"


def join(part):
    return f"pre.{part}"


def twice(part):
    return part + "." + part


def defaulted(name="fallback"):
    return name


"""
    found = python(tmp_path, f"{head}def main(flag):\n    {body}\n")

    assert [s.event.names for s in found] == [expected]
    assert not found[0].event.reason


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('tel::send("a");', ("a",)),
        ('let name = "a"; tel::send(name);', ("a",)),
        ('let name = if flag { "a" } else { "b" }; tel::send(name);', ("a", "b")),
        ('let name = match k { 1 => "a", _ => "b" }; tel::send(name);', ("a", "b")),
        ('let (name, _) = ("a", 1); tel::send(name);', ("a",)),
        ('let pair = ("a", 1); tel::send(pair.0);', ("a",)),
        ('tel::send(&format!("a.{}", "b"));', ("a.b",)),
        ('let b = "b"; tel::send(&format!("a.{b}"));', ("a.b",)),
        ('tel::send(concat!("a", ".", "b"));', ("a.b",)),
        ('tel::send(&("a.".to_string() + "b"));', ("a.b",)),
        ('tel::send(String::from("a"));', ("a",)),
        ("tel::send(NAME);", ("const",)),
        ("tel::send(names::NAME);", ("other",)),
        ("tel::send(Job::KIND);", ("kind",)),
        ("tel::send(Kind::Start.as_str());", ("start",)),
        ("tel::send(Kind::Stop.as_str());", ("stop",)),
        ('tel::send(Job { name: "made", kind: String::new() }.name);', ("made",)),
        ('tel::send(Job::new("made").name);', ("made",)),
        ('let job = Job::new("made"); tel::send(job.label());', ("label.made",)),
        ("tel::send(pick(flag));", ("one", "two")),
        ('tel::send(join("x"));', ("pre.x",)),
        ("tel::send(early(flag).unwrap());", ("early", "late")),
        ('tel::send(Name("wrapped".into()));', ("wrapped",)),
        ('tel::send(Some("a"));', ("a",)),
        ("tel::send(None);", ()),
    ],
)
def test_a_name_is_followed_in_rust(tmp_path: Path, body: str, expected: tuple[str, ...]) -> None:
    head = """\
mod names { pub const NAME: &str = "other"; }
const NAME: &str = "const";
pub struct Name(String);
pub struct Job { name: &'static str, kind: String }
impl Job {
    const KIND: &'static str = "kind";
    pub fn new(name: &'static str) -> Self { Self { name, kind: String::new() } }
    pub fn label(&self) -> String { format!("label.{}", self.name) }
}
pub enum Kind { Start, Stop }
impl Kind {
    pub fn as_str(&self) -> &'static str { match self { Self::Start => "start", Self::Stop => "stop" } }
}
fn pick(flag: bool) -> &'static str { if flag { "one" } else { "two" } }
fn join(part: &str) -> String { format!("pre.{part}") }
fn early(flag: bool) -> Option<&'static str> { if flag { return Some("early"); } Some("late") }
"""
    found = rust(tmp_path, f"{head}pub fn main(flag: bool, k: u8) {{ {body} }}\n")

    assert [s.event.names for s in found] == [expected]
    assert not found[0].event.reason


@pytest.mark.parametrize(
    ("body", "pattern", "reason"),
    [
        ("tel.send(name)", "", "parameter `name` of `main`"),
        ('tel.send(f"job.{name}")', "job.*", "parameter `name` of `main`"),
        ("tel.send(os.environ['X'])", "", ""),
        ("tel.send(GONE)", "", "`GONE` is not a constant of the workspace"),
        ("tel.send(other(name))", "", ""),
        ("for n in name:\n        tel.send(n)", "", ""),
        ("tel.send()", "", "no argument where the event should stand"),
        ("tel.send(endless(name))", "", ""),
        ("tel.send(job.name)", "", ""),
    ],
)
def test_what_cannot_be_followed_says_why(tmp_path: Path, body: str, pattern: str, reason: str) -> None:
    head = "import os\nimport tel\nfrom elsewhere import other\n\n\ndef endless(x):\n    return endless(x)\n\n\n"
    (site,) = python(tmp_path, f"{head}def main(name, job):\n    {body}\n")

    assert (site.status, site.event.names, site.event.pattern) == ("unresolved", (), pattern)
    assert reason in site.event.reason
    assert site.event.reason


def test_a_match_over_a_known_variant_takes_its_arm(tmp_path: Path) -> None:
    found = rust(
        tmp_path,
        """\
        pub enum Kind { A, B, C(u8) }
        fn write(kind: Kind) {
            let name = match kind { Kind::A => "a", Kind::B | Kind::C(_) => "bc" };
            tel::send(name);
        }
        pub fn one() { write(Kind::A); }
        pub fn two() { write(Kind::C(1)); }
        pub fn three(kind: Kind) { write(kind); }
        """,
    )

    assert said(found) == [(4, "sink", ("a", "bc")), (6, "wrapper", ("a",)), (7, "wrapper", ("bc",)), (8, "wrapper", ("a", "bc"))]


def test_a_match_over_a_known_text_takes_its_arm(tmp_path: Path) -> None:
    found = rust(
        tmp_path,
        """\
        fn write(kind: &str) {
            let name = match kind { "x" | "y" => "a", "z" => "b", _ => "c" };
            tel::send(name);
        }
        pub fn main(k: &str) { write("y"); write("z"); write("other"); write(k); }
        """,
    )

    assert [s.event.names for s in found if s.kind == "wrapper"] == [("a",), ("b",), ("c",), ("a", "b", "c")]


def test_a_constant_is_followed_across_crates(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        {
            "Cargo.toml": '[workspace]\nmembers = ["a", "b"]\n',
            "a/Cargo.toml": '[package]\nname = "the-a"\n',
            "a/src/lib.rs": "pub mod names;\npub use names::*;\npub use names::LONG as SHORT;\n",
            "a/src/names.rs": 'pub const LONG: &str = concat!("x", ".y");\npub const OTHER: &str = LONG;\n',
            "b/Cargo.toml": '[package]\nname = "b"\n',
            "b/src/lib.rs": """\
                use the_a::{SHORT, OTHER as O};
                pub fn f() { tel::send(SHORT); tel::send(O); tel::send(the_a::names::LONG); tel::send(the_a::LONG); }
                """,
        },
    )

    assert [s.event.names for s in found] == [("x.y",)] * 4


def test_a_name_is_followed_through_packages(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        {
            "pkg/__init__.py": "from .names import *\nfrom .deep import THING as ALIAS\n",
            "pkg/names.py": 'FIRST = "first"\n_HIDDEN = "hidden"\n',
            "pkg/deep/__init__.py": "from ..names import FIRST as THING\n",
            "app.py": "import pkg as p\nfrom pkg import ALIAS, FIRST\nimport tel\ntel.send(FIRST)\ntel.send(p.FIRST)\ntel.send(ALIAS)\n",
        },
    )

    assert [s.event.names for s in found] == [("first",)] * 3


def test_a_field_that_a_subclass_sets_otherwise_has_both_values(tmp_path: Path) -> None:
    found = python(
        tmp_path,
        """\
        import tel


        class Base:
            prefix = "base"

            def run(self):
                tel.send(self.prefix)


        class Special(Base):
            prefix = "special"
        """,
    )

    assert said(found) == [(8, "sink", ("base", "special"))]


def test_every_arm_of_a_dispatching_sink_gives_a_name(tmp_path: Path) -> None:
    found = rust(
        tmp_path,
        """\
        use rec::{record, Recorder};
        pub enum Event { Started { id: u64 }, Done(u8), Quiet }
        pub struct Store;
        impl Recorder for Store {
            fn record(&self, event: Event) {
                match event {
                    Event::Started { .. } => rec::append("started", "s:1", ""),
                    Event::Done(_) => self.done(),
                    Event::Quiet => {}
                }
            }
        }
        impl Store { fn done(&self) { rec::append("done", "s:2", "") } }
        pub fn go(e: Event) {
            record!(Event::Started { id: 1 });
            record!(Event::Done(1));
            record!(Event::Quiet);
            record!(e);
        }
        """,
        DISPATCH,
    )

    named = {s.span.line: (s.kind, s.event.names, s.event.none) for s in found}
    assert named[15] == ("facade", ("started",), False)
    assert named[16] == ("facade", ("done",), False)
    assert named[17] == ("facade", (), True)
    assert named[18][1] == () and {s.span.line: s.status for s in found}[18] == "unresolved"
    assert {s.span.line: s.session_prefix for s in found}[15] == "s:1"


@pytest.mark.parametrize(
    ("guard", "names"),
    [
        ("if what not in ('a', 'b'):\n        return", ("a", "b")),
        ("if what != 'a':\n        return", ("a",)),
        ("if not ready():\n        return", ("a", "b", "c")),
        # What must not have been true says nothing of the rest.
        ("if what == 'a':\n        return", ("a", "b", "c")),
        ("if ready():\n        pass\n    elif what != 'a':\n        return", ("a", "b", "c")),
        ("assert what != 'a'", ("a", "b", "c")),
        ("if other not in ('a',):\n        return", ("a", "b", "c")),
    ],
)
def test_the_names_that_an_early_exit_lets_through(tmp_path: Path, guard: str, names: tuple[str, ...]) -> None:
    calls = "".join(f"go({n!r})\n" for n in "abc")
    found = python(tmp_path, f"import tel\n\nother = 1\n\n\ndef go(what):\n    {guard}\n    tel.send(what)\n\n\n{calls}")

    assert [s.event.names for s in found if s.kind == "sink"] == [names]


@pytest.mark.parametrize(
    ("guard", "names"),
    [
        ('if !matches!(what.as_str(), "a" | "b") { return; }', ("a", "b")),
        ("if !matches!(what, A | B) { return; }", ("a", "b")),
        ('if matches!(what, "a") { return; }', ("a", "b", "c")),
        ("if !matches!(what, Some(_)) { return; }", ("a", "b", "c")),
        ('if !matches!(what, "a" if ready()) { return; }', ("a", "b", "c")),
        ('let other = "x"; if !matches!(other, "a") { return; }', ("a", "b", "c")),
    ],
)
def test_the_names_that_a_match_before_it_lets_through(tmp_path: Path, guard: str, names: tuple[str, ...]) -> None:
    constants = 'const A: &str = "a";\nconst B: &str = "b";\n'
    calls = "".join(f'go("{n}"); ' for n in "abc")
    found = rust(tmp_path, f"{constants}pub fn go(what: &str) {{ {guard} tel::send(what); }}\npub fn f() {{ {calls} }}\n")

    assert [s.event.names for s in found if s.kind == "sink"] == [names]


def test_a_name_that_nobody_hands_in_is_what_a_match_lets_through(tmp_path: Path) -> None:
    found = rust(tmp_path, 'pub fn go(what: &str) { if matches!(what, "a" | "b") { tel::send(what); } }\n')

    assert [(s.event.names, s.event.reason) for s in found] == [(("a", "b"), "")]
