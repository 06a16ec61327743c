"""Imports, constants, types and functions of Rust files."""

import pytest

from checker.model.facts import Type
from checker.model.value import Choice, Join, Name, Number, Option, Parameter, Text, Unknown
from tests.languages.test_rust import facts


def brought_in(code: str) -> list[tuple[str, str, str, bool]]:
    """Alias, target, scope and publicity of the imports in `code`."""
    return [(i.alias, i.target, i.scope, i.public) for i in facts(code, "nothing").imports]


def only_type(code: str, name: str) -> Type:
    """The one type `name` in `code`."""
    (found,) = facts(code, name).types
    return found


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("use a::b;", [("b", "a.b", "app.m", False)]),
        ("use a::b as c;", [("c", "a.b", "app.m", False)]),
        ("use a::*;", [("*", "a", "app.m", False)]),
        ("use super::*;", [("*", "app", "app.m", False)]),
        ("pub use crate::a::B;", [("B", "app.a.B", "app.m", True)]),
        ("pub(crate) use self::a::B;", [("B", "app.m.a.B", "app.m", True)]),
        ("pub(self) use a::B;", [("B", "a.B", "app.m", False)]),
        ("use ::a::B;", [("B", "a.B", "app.m", False)]),
        ("use a::{self, b::{c, d as e}, f::*};",
         [("a", "a", "app.m", False), ("c", "a.b.c", "app.m", False), ("e", "a.b.d", "app.m", False), ("*", "a.f", "app.m", False)]),
        ("use a::{self as x,\n // comment\n /* b, */ r#type,};", [("x", "a", "app.m", False), ("type", "a.type", "app.m", False)]),
        ("use {a, b::c};", [("a", "a", "app.m", False), ("c", "b.c", "app.m", False)]),
        ("use a::T as _;", [("_", "a.T", "app.m", False)]),
        ("extern crate a;", [("a", "a", "app.m", False)]),
        ("extern crate a as b;", [("b", "a", "app.m", False)]),
        ("extern crate self as b;", [("b", "app.m", "app.m", False)]),
        ("mod x { use super::y; }", [("y", "app.m.y", "app.m.x", False)]),
        ("fn f() { if a { use b::c; } }", [("c", "b.c", "app.m.f", False)]),
        ("impl T { fn f() { use b::c; } }", [("c", "b.c", "app.m.T.f", False)]),
        ("// use a;\n/* use b; */ const A: &str = \"use c;\"; fn reuse () {}", []),
        ("quote! { use a::b; }", []),
        ("fn f<'a>() -> impl A + use<'a> {}", []),
    ],
)  # fmt: skip
def test_imports(code: str, expected: list[tuple[str, str, str, bool]]) -> None:
    assert brought_in(code) == expected


def test_an_import_stands_where_its_name_is_written() -> None:
    code = "use a::{b, c as d};"

    spans = [i.span for i in facts(code, "x").imports]

    assert [code[s.start : s.end] for s in spans] == ["b", "c as d"]


def test_constants_have_full_paths_and_values() -> None:
    module = "mod n { pub(crate) const A: X = y::Z; }"
    code = f'pub const A: &str = "a"; static B: u8 = 1; {module} impl T {{ const A: &str = concat!("p", "q"); }}'

    found = {c.name: (c.value, c.public) for c in facts(code, "A", "B").constants}

    assert found == {
        "app.m.A": (Text("a"), True),
        "app.m.B": (Number("1"), False),
        "app.m.n.A": (Name("y.Z"), True),
        "app.m.T.A": (Join((Text("p"), Text("q"))), False),
    }


def test_a_constant_that_a_trait_only_declares_has_no_known_value() -> None:
    (found,) = facts("trait T { const A: &'static str; }", "A").constants

    assert (found.name, found.value) == ("app.m.T.A", Unknown((), "no value is given here"))


def test_structs_have_fields_with_types_and_wire_names() -> None:
    code = """
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    pub struct S<'a> {
        /// Docs.
        pub prompt_text: String,
        #[serde(rename = "n", skip_serializing_if = "Option::is_none")]
        pub count: u64,
        #[serde(default)] d: Vec<Option<u8>>,
        #[serde(skip)] hidden: u8,
        #[serde(flatten)] extra: Box<crate::Extra>,
        db: Arc<Mutex<store::Db>>,
        o: Option<&'a str>,
    }"""

    found = only_type(code, "S")

    assert (found.name, found.kind, found.public) == ("app.m.S", "struct", True)
    assert found.decorators == ("derive(Serialize)", 'serde(rename_all = "camelCase")')
    assert [(f.name, f.type, f.wire, f.optional) for f in found.fields] == [
        ("prompt_text", "String", "promptText", False),
        ("count", "u64", "n", True),
        ("d", "u8", "d", True),
        ("extra", "app.Extra", "", False),
        ("db", "store.Db", "db", False),
        ("o", "str", "o", True),
    ]
    assert found.fields[0].comments[0].lines == ("Docs.",)


def test_tuple_structs_aliases_traits_and_unions() -> None:
    code = "struct P(pub Option<String>, crate::X); struct U; type A = Arc<crate::R>; trait T: Send + b::C<u8> {} union V { a: u8 }"

    found = {t.name.rpartition(".")[2]: t for t in facts(code, "P", "U", "A", "T", "V").types}

    assert [(f.name, f.type, f.optional) for f in found["P"].fields] == [("0", "String", True), ("1", "app.X", False)]
    assert found["U"].fields == ()
    assert (found["A"].kind, found["A"].bases) == ("alias", ("app.R",))
    assert (found["T"].kind, found["T"].bases) == ("trait", ("Send", "b.C"))
    assert (found["V"].kind, found["V"].fields[0].name) == ("struct", "a")


def test_an_alias_of_no_path_has_no_base() -> None:
    assert only_type("type A = (u8, u8);", "A").bases == ()


def test_enums_have_variants_with_fields_and_wire_names() -> None:
    code = '#[serde(rename_all = "snake_case")] enum E { OneTwo, #[serde(rename = "z")] B { id: u64 }, C(String, u8), D = 3 }'

    found = only_type(code, "E")

    assert [(v.name, v.wire, tuple(f.name for f in v.fields), v.value) for v in found.variants] == [
        ("OneTwo", "one_two", (), None),
        ("B", "z", ("id",), None),
        ("C", "c", ("0", "1"), None),
        ("D", "d", (), Number("3")),
    ]


def test_asking_for_a_variant_gives_its_enum() -> None:
    assert only_type("enum E { One, Two }", "Two").name == "app.m.E"


@pytest.mark.parametrize(
    ("convention", "field", "variant"),
    [
        ("lowercase", "tool_name", "toolname"),
        ("UPPERCASE", "TOOL_NAME", "TOOLNAME"),
        ("PascalCase", "ToolName", "ToolName"),
        ("camelCase", "toolName", "toolName"),
        ("snake_case", "tool_name", "tool_name"),
        ("SCREAMING_SNAKE_CASE", "TOOL_NAME", "TOOL_NAME"),
        ("kebab-case", "tool-name", "tool-name"),
        ("SCREAMING-KEBAB-CASE", "TOOL-NAME", "TOOL-NAME"),
        ("odd", "tool_name", "ToolName"),
    ],
)
def test_serde_conventions(convention: str, field: str, variant: str) -> None:
    container = f'#[serde(rename_all(serialize = "{convention}"))]'

    assert only_type(f"{container} struct S {{ tool_name: u8 }}", "S").fields[0].wire == field
    assert only_type(f"{container} enum E {{ ToolName }}", "E").variants[0].wire == variant


def test_implementations_of_a_trait() -> None:
    code = "impl a::Rec for crate::T {} impl<T> Rec<u8> for Box<Foo<T>> {} impl Other for T {} impl T {}"

    found = [(i.trait, i.type, i.scope) for i in facts(code, "Rec", "T").implementations]

    assert found == [("a.Rec", "app.T", "app.m"), ("Rec", "Foo", "app.m")]


@pytest.mark.parametrize(
    ("written", "core"),
    [
        ("&Arc<a::Db>", "a.Db"),
        ("Option<&Arc<Db>>", "Db"),
        ("Box<dyn Rec + Send>", "Rec"),
        ("&mut dyn Rec", "Rec"),
        ("impl Rec + 'static", "Rec"),
        ("impl Into<String>", "String"),
        ("Cow<'_, str>", "str"),
        ("&'a str", "str"),
        ("*const Db", "Db"),
        ("std::sync::Arc<Db>", "Db"),
        ("Vec<Db>", "Db"),
        ("HashMap<K, V>", "HashMap"),
        ("Self", "T"),
        ("(u8, u8)", ""),
        ("&[u8]", "u8"),
        ("fn(u8) -> u8", ""),
        ("R", "Rec"),
        ("W", "b.Wide"),
        ("Z", "Z"),
    ],
)
def test_parameter_types_are_unwrapped(written: str, core: str) -> None:
    code = f"impl T {{ fn f<R: Rec, Z, const N: usize>(&self, mut x: {written}) where W: b::Wide {{}} }}"

    (function,) = facts(code, "f").functions

    assert [(p.name, p.type, p.written) for p in function.params] == [("x", core, written)]
    assert function.receiver


@pytest.mark.parametrize(
    ("written", "core"),
    [
        ("-> Result<Option<a::B>>", "a.B"),
        ("-> impl Future<Output = Result<B, E>> + Send", "B"),
        ("-> Result<(), E>", ""),
        ("-> Self", "T"),
        ("", ""),
    ],
)
def test_results_are_unwrapped(written: str, core: str) -> None:
    (function,) = facts(f"impl T {{ fn f() {written} {{ g() }} }}", "f").functions

    assert function.result == core


def test_functions_say_where_they_belong() -> None:
    code = "pub fn a() {}\nimpl crate::T {\n  fn a(&self) {\n  }\n}\nimpl R for T { fn a() {} }\ntrait Q { fn a(); }\nfn b() { fn a() {} }"

    found = [(f.name, f.owner, f.trait, f.scope, f.receiver, f.public, f.lines) for f in facts(code, "a").functions]

    assert found == [
        ("app.m.a", "", "", "app.m", False, True, 1),
        ("app.m.T.a", "app.T", "", "app.m", True, False, 2),
        ("app.m.T.a", "T", "R", "app.m", False, True, 1),
        ("app.m.Q.a", "Q", "", "app.m", False, True, 0),
        ("app.m.b.a", "", "", "app.m", False, False, 1),
    ]


def test_extractor_parameters_have_the_type_inside() -> None:
    (function,) = facts("fn f(State(db): State<Arc<Db>>, State(x): Other) {}", "f").functions

    assert [p.type for p in function.params] == ["Db", "Other"]


def test_enum_to_string_functions_give_back_a_choice() -> None:
    code = 'impl K { fn as_str(&self) -> &str { match *self { Self::A => "a", K::B { .. } | Self::C(_) => "b" } } }'

    (function,) = facts(code, "as_str").functions

    options = (Option("K.A", Text("a")), Option("K.B", Text("b")), Option("K.C", Text("b")))
    assert function.returns == (Choice(options, Parameter(-1, "self")),)


@pytest.mark.parametrize(
    ("body", "returns"),
    [
        ('"a"', (Text("a"),)),
        ('if x { return Ok("b"); } Ok("a")', (Text("a"), Text("b"))),
        ('return "a"', (Text("a"),)),
        ('return "a";', (Text("a"),)),
        ('if x { Ok("a") } else { Err(e) }', (Choice((Option("", Text("a")),)),)),
        ("Err(e)", ()),
        ("if x { Err(e) } else { Err(f) }", ()),
        ('let c = || { return "b"; }; async { return "c" }; fn g() -> u8 { return 1 } "a"', (Text("a"),)),
        ('loop { return; }', (Unknown((), "loop expression"),)),
        ('g("return x"); "a"', (Text("a"),)),
    ],
)
def test_returns_are_the_tail_and_the_return_statements(body: str, returns: tuple[object, ...]) -> None:
    (function,) = facts(f"fn f() -> Result<String> {{ {body} }}", "f").functions

    assert function.returns == returns


def test_a_function_without_a_result_gives_nothing_back() -> None:
    assert facts("fn f() { g() } fn h() -> Result<()> { g() }", "f", "h").functions[0].returns == ()


def test_functions_know_their_attributes_and_context() -> None:
    (function,) = facts("#[cfg(test)] mod t { #[inline] #[test] fn f() {} }", "f").functions

    assert (function.decorators, function.context) == (("inline", "test"), "test")
