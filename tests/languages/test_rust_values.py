"""What Rust expressions can be, statically."""

import pytest

from checker.model.value import (
    MAX_DEPTH,
    Argument,
    Choice,
    Invoke,
    Item,
    Join,
    Member,
    Name,
    Number,
    Option,
    Parameter,
    Record,
    Text,
    Unknown,
    Value,
)
from tests.languages.test_rust import only_call, value, values

SELF = Parameter(-1, "self")
CHANGED = Unknown(("s",), "changed after it was bound")
WRITTEN = Join((CHANGED, Invoke("String.new", ()), Join((Text("b"), Name("a")))))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (r'"a\n\u{e9}\x41\"\q"', Text("a\né" + 'A"q')),
        ('"a\\\n     b"', Text("ab")),
        (r'"\u{110000}"', Text(r"\u{110000}")),
        ('r#"x"y"#', Text('x"y')),
        ('r"x\\n"', Text("x\\n")),
        ('b"x"', Text("x")),
        ("'c'", Text("c")),
        ("1.5", Number("1.5")),
        ("-1", Number("-1")),
        ("true", Number("true")),
        ("None", Number("None")),
        ("()", Number("()")),
        ("{ }", Number("()")),
        ("X", Name("X")),
        ("a::b::X", Name("a.b.X")),
        ("crate::b::X", Name("app.b.X")),
        ("self::X", Name("app.m.X")),
        ("super::X", Name("app.X")),
        ("super::super::X", Name("X")),
        ("Vec::<u8>::new", Name("Vec.new")),
        ("!x", Unknown(("x",), "operator")),
        ("a - b", Unknown(("a", "b"), "operator")),
        ("1..2", Unknown((), "operator")),
        ("|x| y", Unknown(("x", "y"), "closure")),
        ("a[i]", Unknown(("a", "i"), "computed index")),
        ("loop { x }", Unknown(("x",), "loop expression")),
        ("(f)(x)", Unknown(("f", "x"), "call of a computed function")),
    ],
)
def test_plain_expressions(code: str, expected: Value) -> None:
    assert value(f"rec({code})") == expected


@pytest.mark.parametrize(
    "code",
    [
        "&X", "&mut X", "*X", "(X)", "X?", "X.await", "X as u8", "X.clone()", "X.to_string()", "X.as_deref()", "X.unwrap()", "X.ok()",
        'X.expect("m")', "X.map_err(f)", "Some(X)", "Ok(X)", "Arc::new(X)", "std::sync::Arc::clone(&X)", "String::from(X)", "Box::pin(X)",
        "{ X }", "{ a(); X }", "unsafe { X }", "async move { X }", "&X[..]", "X.lock().await", "X.unwrap_or_default()",
        "if let Some(y) = X { y } else { return }",
        "match X { Ok(y) => y, Err(_) => panic!() }", "match X { Ok(y) => y, Err(e) => { log(e); return } }",
    ],
)  # fmt: skip
def test_what_does_not_change_a_value_is_taken_off(code: str) -> None:
    assert value(f"rec({code})") == Name("X")


def test_the_alternative_of_an_absent_value_is_a_choice() -> None:
    expected = Choice((Option("", Parameter(0, "a")), Option("", Text("none"))))

    assert value('rec(a.as_deref().unwrap_or("none"))', "a: Option<String>") == expected
    assert value("rec(a.unwrap_or_else(|| b()))", "a: Option<String>").options[1].value == Unknown(("b",), "closure")  # type: ignore[union-attr]


def test_a_method_that_spells_an_enum_is_kept() -> None:
    assert value("rec(Kind::Started.as_str())") == Invoke("as_str", (), Name("Kind.Started"))
    assert value("rec(kind.as_str())", "kind: Kind") == Invoke("as_str", (), Parameter(0, "kind"))
    assert only_call("impl K { fn f(&self) { rec(self.as_str()) } }").args[0].value == Invoke("as_str", (), SELF)


def test_a_method_that_only_borrows_a_text_is_taken_off() -> None:
    assert value("rec(name.as_str())", "name: &String") == Parameter(0, "name")
    assert value("rec(X.as_str())") == Name("X")
    assert value("rec(e.name.as_str())", "e: Event") == Member(Parameter(0, "e"), "name")


def test_parameters_are_known_by_position() -> None:
    assert values("rec(b, a.x, self)", "&self, a: A, b: &str") == (Parameter(1, "b"), Member(Parameter(0, "a"), "x"), SELF)
    assert value("rec(y)", "(x, y): (u8, u8)") == Member(Parameter(0, "y"), "1")
    assert value("rec(db)", "State(db): State<Arc<Db>>") == Parameter(0, "db")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('let x = "a"; rec(x)', Text("a")),
        ('let x = "a"; let x = format!("{x}b"); rec(x)', Join((Text("a"), Text("b")))),
        ('let x = "a"; { let x = "b"; } rec(x)', Text("a")),
        ("let db = A; let db = Arc::clone(&db); rec(db)", Name("A")),
        ("let (a, b) = (1, 2); rec(b)", Number("2")),
        ("let (a, b) = pair(); rec(b)", Member(Invoke("pair", ()), "1")),
        ("let [a, b] = X; rec(b)", Member(Name("X"), "1")),
        ("let E { id, other: ref o, .. } = X; rec(o)", Member(Name("X"), "other")),
        ("let E { id, .. } = X; rec(id)", Member(Name("X"), "id")),
        ("let Some(x) = y else { return }; rec(x)", Name("y")),
        ("let v = X; let c = move || { rec(v) };", Name("X")),
        ("if let Some(x) = y() { rec(x) }", Invoke("y", ())),
        ("if let Some(x) = A && let Some(y) = x { rec(y) }", Name("A")),
        ("while let Some(x) = A { rec(x) }", Name("A")),
        ("match A { E::B(x) => rec(x), _ => {} }", Member(Name("A"), "0")),
        ("match A { n @ E::B => rec(n), _ => {} }", Name("A")),
        ("match A { E::B(x) | E::C(x) => rec(x), _ => {} }", Member(Name("A"), "0")),
        ("match A { Err(e) => rec(e), _ => {} }", Unknown((), "an error value")),
        ("for x in y { rec(x) }", Member(Name("y"), "[]")),
        ("a.map(|x| rec(x))", Unknown(("x",), "closure parameter")),
        ("let mut s = String::new(); s.push_str(a); rec(s)", Join((CHANGED, Invoke("String.new", ()), Name("a")))),
        ("let mut s = X; s.push_str(a); rec(s)", CHANGED),
        ('let mut s = String::new(); writeln!(&mut s, "b{}", a)?; rec(s)', WRITTEN),
        ('let mut s = String::new(); write!(s, "b{a}")?; rec(s)', WRITTEN),
        ('let s = String::new(); write!(f, "{}", s)?; println!("{s}"); rec(s)', Invoke("String.new", ())),
        ("let mut s = Vec::new(); s.push(a); s.retain(b); rec(s)", Record("list", (), True, (Name("a"),))),
        (
            "let mut s = HashMap::new(); for k in y { s.insert(k, a); } rec(s)",
            Record("json", (), True, (Member(Name("y"), "[]"), Name("a"))),
        ),
        ("let mut s = E { a: 1 }; s.a = b; rec(s)", Record("E", (Item("a", Number("1")),), True, (Name("b"),))),
        ("let mut s = 1; fill(&mut s); rec(s)", CHANGED),
        ("let x; rec(x)", Unknown(("x",), "not bound where it is declared")),
        ('let mut s = "a"; s = "b"; rec(s)', Text("b")),
        ('let s = if a { "x" } else { return }; rec(s)', Text("x")),
        ("let s = { return }; rec(s)", Unknown((), "never reached")),
        ("let db: Arc<Db> = open(); rec(db)", Record("Db", (), open=True)),
        ("let db: Arc<Db> = Db::open(); rec(db)", Invoke("Db.open", ())),
        ("let db: String = open(); rec(db)", Invoke("open", ())),
        ("let db: Db = a.map(|x| x)?; rec(&db)", Record("Db", (), open=True)),
        ("let db: Db = X; rec(db)", Name("X")),
        ("let f = |db: Db| rec(db);", Record("Db", (), open=True)),
        ('let mut m = json!({"a": 1}); m["b"] = c; rec(m)', Record("json", (Item("a", Number("1")),), True, (Name("c"),))),
    ],
)
def test_locals_are_replaced_by_what_they_are_bound_to(body: str, expected: Value) -> None:
    assert value(body) == expected


def test_several_assignments_are_a_choice() -> None:
    both = Choice((Option("", Text("a")), Option("", Text("b"))))

    assert value('let mut s = "a"; if c { s = "b"; } rec(s)') == both
    assert value('let s; if c { s = "a"; } else { s = "b"; } rec(s)') == both
    assert value('let mut s = "a"; loop { rec(s); s = "b"; }') == both


def test_a_nested_function_does_not_see_the_locals_around_it() -> None:
    assert value("let x = 1; fn g() { rec(x) }") == Name("x")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('format!("a{}b{1}{x}", p, q)', Join((Text("a"), Name("p"), Text("b"), Name("q"), Name("x")))),
        ('format!("{n}-{{}}", n = 1)', Join((Number("1"), Text("-{}")))),
        ('format!("a")', Text("a")),
        ('format!("")', Text("")),
        ('format!("{:?}{:>3}{:.2}", A, "x", 1)', Join((Unknown(("A",), "shown as {:?}"), Unknown((), "shown as {:>3}"), Number("1")))),
        ('format!("{}{}", a)', Join((Name("a"), Unknown((), "placeholder without an argument")))),
        ("format!(T, a)", Unknown(("T", "a"), "format string that is no literal")),
        ('concat!("a", "b")', Join((Text("a"), Text("b")))),
        ('concat!("a")', Text("a")),
        ("stringify!(a)", Text("a")),
        ('"a".to_owned() + "b" + &c', Join((Text("a"), Text("b"), Name("c")))),
        ("A + B", Unknown(("A", "B"), "operator")),
        ('env!("X")', Invoke("env", (Argument("", Text("X"), (18, 21)),))),
        ("vec![1, 2]", Record("list", (Item("0", Number("1")), Item("1", Number("2"))))),
        ("vec![1; 2]", Record("list", (Item("0", Number("1")),), open=True)),
        ("[1; 2]", Record("list", (Item("0", Number("1")),), open=True)),
        ("(1, A)", Record("tuple", (Item("0", Number("1")), Item("1", Name("A"))))),
        ("(1, A).1", Name("A")),
        ("E { a, b: 1, ..c }", Record("E", (Item("a", Name("a")), Item("b", Number("1"))), open=True)),
        ('m["k"]', Member(Name("m"), "k")),
        ("m[0]", Member(Name("m"), "0")),
        ("<T as U>::f(1)", Invoke("U.f", (Argument("", Number("1"), (25, 26)),))),
        ("a.b(1)", Invoke("b", (Argument("", Number("1"), (17, 18)),), Name("a"))),
    ],
)
def test_what_is_put_together(code: str, expected: Value) -> None:
    assert value(f"rec({code})") == expected


def test_json_literals_are_records_with_their_nested_parts() -> None:
    found = value('rec(json!({"a": x, "b": {"c": [1, {"d": null}]}, "e": if q { 1 } else { 2 },}))')

    inner = Record("list", (Item("0", Number("1")), Item("1", Record("json", (Item("d", Name("null")),)))))
    choice = Choice((Option("", Number("1")), Option("", Number("2"))))
    assert found == Record("json", (Item("a", Name("x")), Item("b", Record("json", (Item("c", inner),))), Item("e", choice)))


def test_a_computed_key_leaves_a_json_literal_open_but_keeps_the_value() -> None:
    assert value("rec(json!({(k): v}))") == Record("json", (Item("*", Name("v")),), open=True)
    assert value("rec(json!(A))") == Name("A")
    assert value("rec(json!([1]))") == Record("list", (Item("0", Number("1")),))


def test_match_and_if_are_choices_with_their_patterns() -> None:
    found = value('rec(match k { K::A(_) | K::B { .. } => "x", "lit" => "y", Some(K::C) => "w", C => "v", _ => "z" })')

    patterns = [(o.pattern, o.value) for o in found.options]  # type: ignore[union-attr]
    assert patterns == [("K.A", Text("x")), ("K.B", Text("x")), ("lit", Text("y")), ("K.C", Text("w")), ("C", Text("v")), ("", Text("z"))]
    assert found.subject == Name("k")  # type: ignore[union-attr]
    assert value("rec(if let K::A = k { 1 } else { 2 })") == Choice((Option("K.A", Number("1")), Option("", Number("2"))), Name("k"))
    assert value("rec(if a { 1 })") == Choice((Option("", Number("1")), Option("", Number("()"))))
    assert value("rec(match k { _ => return })") == Unknown((), "no way out gives a value")


def test_the_second_name_of_a_match_with_tuples_is_a_choice_of_second_parts() -> None:
    body = 'let (a, b) = match e { E::X(x) => { let s = format!("x:{}", x); (s, M_X) } E::Y(y) => (y.id, M_Y) }; rec(a, b)'

    first, second = values(body)

    assert second == Choice((Option("E.X", Name("M_X")), Option("E.Y", Name("M_Y"))), Name("e"))
    assert first.options[0].value == Join((Text("x:"), Member(Name("e"), "0")))  # type: ignore[union-attr]


def test_parts_of_a_choice_that_is_not_all_records_stay_members() -> None:
    assert isinstance(value("let t = if a { x() } else { (1, 2) }; rec(t.1)"), Member)


def test_self_is_the_type_it_is_written_in() -> None:
    assert only_call("impl a::K { fn f() { rec(Self::A) } }").args[0].value == Name("a.K.A")
    assert only_call("trait T { fn f() { rec(Self::A) } }").args[0].value == Name("T.A")
    assert value("rec(Self::A)") == Name("Self.A")


def test_values_end_at_the_limit_of_nesting() -> None:
    found: object = value("rec(" + "a(" * 20 + "x" + ")" * 20 + ")")

    depth = 1
    while isinstance(found, Invoke):
        found, depth = found.args[0].value, depth + 1
    assert found == Unknown(("a", "x"), "too deep")
    assert depth == MAX_DEPTH + 1


def test_a_value_that_would_grow_without_bound_is_given_up() -> None:
    doubled = "".join(f"let x{i + 1} = (x{i}, x{i}, x{i}, x{i}); " for i in range(9))

    assert "too large" in repr(value("let x0 = f(); " + doubled + "rec(x9)"))
