"""Writes through macros by example: a rule's body is called where the macro is, with what the macro is given."""

from pathlib import Path

from checker.model.producer import Api, Argument, Producer
from tests.link.whole import rust, said, sites

NAMES = """\
    pub enum Name { Started, Stopped }
    impl Name {
        pub fn as_str(&self) -> &'static str { match self { Name::Started => "started", Name::Stopped => "stopped" } }
    }
    #[macro_export]
    macro_rules! counter {
        ($name:expr) => {{
            let _name: $crate::Name = $name;
            tel::event!(_name.as_str())
        }};
        ($name:expr, $($rest:tt)*) => {{
            let _name: $crate::Name = $name;
            tel::event!(_name.as_str(), $($rest)*)
        }};
    }
    pub mod inner;
    """
INNER = """\
    use crate::{counter, Name};
    pub fn go() {
        counter!(Name::Started);
        crate::counter!(Name::Stopped, "why" => 1);
    }
    """
APP = """\
    use front::{counter, Name};
    pub fn go() { counter!(Name::Stopped) }
    """


def test_a_macro_that_others_import_again_is_followed_to_its_callers(tmp_path: Path) -> None:
    files = {
        "base/Cargo.toml": '[package]\nname = "base"\n',
        "base/src/lib.rs": NAMES,
        "base/src/inner.rs": INNER,
        "front/Cargo.toml": '[package]\nname = "front"\n',
        "front/src/lib.rs": "pub use base::{counter, Name};\n",
        "app/Cargo.toml": '[package]\nname = "app"\n',
        "app/src/lib.rs": APP,
    }
    found = sites(tmp_path, files)

    assert [(s.path, s.span.line, s.event.names) for s in found] == [
        ("app/src/lib.rs", 2, ("stopped",)),
        ("base/src/inner.rs", 3, ("started",)),
        ("base/src/inner.rs", 4, ("stopped",)),
        ("base/src/lib.rs", 9, ("started", "stopped")),
        ("base/src/lib.rs", 13, ("started", "stopped")),
    ]


def test_a_macro_without_a_name_of_its_own_fixes_the_event(tmp_path: Path) -> None:
    text = """\
        macro_rules! record_start { () => { tel::send("started") }; }
        fn go() { record_start!(); }
        """

    assert said(rust(tmp_path, text)) == [(1, "sink", ("started",)), (2, "wrapper", ("started",))]


def test_a_statement_in_a_macro_is_written_by_its_callers(tmp_path: Path) -> None:
    text = """\
        macro_rules! keep { ($db:expr, $name:expr) => { $db.execute("INSERT INTO tel_rows (name) VALUES (?1)", params![$name]) }; }
        fn go(db: &Db) { keep!(db, "kept"); }
        """

    assert (2, "wrapper", ("kept",)) in said(rust(tmp_path, text))


def test_what_a_repetition_or_another_rule_gives_is_not_known(tmp_path: Path) -> None:
    text = """\
        macro_rules! all { ($($name:expr),*) => { $( tel::send($name); )* }; }
        macro_rules! two { ($name:expr) => { tel::send($name) }; ($at:expr, $name:expr) => { tel::send($name) }; }
        fn go() { all!("a", "b"); two!("c"); two!(1, "d"); }
        """

    found = rust(tmp_path, text)

    assert found and all(not s.event.names and s.event.reason for s in found)


def test_the_body_of_a_macro_that_a_producer_names_is_how_it_works(tmp_path: Path) -> None:
    api = (Api("macro", ("app.track",), "facade", Argument(0)), Api("function", ("tel.send",), "sink", Argument(0)))
    text = """\
        #[macro_export]
        macro_rules! track { ($name:expr) => { tel::send($name) }; }
        fn go() { track!("a"); }
        """

    assert said(rust(tmp_path, text, Producer("tel", "", ("rust",), api, (), "tel.yaml"))) == [(3, "facade", ("a",))]


def test_one_of_many_types_of_a_trait_is_not_taken_for_what_is_known_by_the_trait(tmp_path: Path) -> None:
    kinds = "".join(
        f'pub struct E{i}; impl Event for E{i} {{ fn emit(self) {{ tel::send("e{i}") }} }}\n' for i in range(6)
    )
    text = f"pub trait Event {{ fn emit(self); }}\n{kinds}pub fn emit(event: impl Event) {{ event.emit(); }}\nfn go() {{ emit(E3); }}\n"

    assert said(rust(tmp_path, text)) == [(2 + i, "sink", (f"e{i}",)) for i in range(6)]
