"""String literals that are names of variables of the environment, and what they are given to."""

import pytest

from checker.model.facts import FileFacts, Mention
from checker.model.value import Name, Record
from tests.languages.test_python import extract
from tests.languages.test_rust import facts


def shown(mention: Mention) -> tuple[str, str, int, str]:
    """How a mention stands: what holds it or gets it, and where."""
    return mention.how, mention.call.callee if mention.call else mention.holder, mention.position, mention.keyword


def only(found: FileFacts) -> Mention:
    (mention,) = found.mentions
    return mention


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('std::env::var("APP_X")', ("call", "std.env.var", 0, "")),
        ('run::<u8>(1, &"APP_X")', ("call", "run", 1, "")),
        ('reader.get(("APP_X"), 1)', ("call", "get", 0, "")),
        ('option_env!("APP_X")', ("call", "option_env", 0, "")),
        ('format!("{}", std::env::var("APP_X"))', ("call", "std.env.var", 0, "")),
        ('Spec { id: Id::X, env: "APP_X" }', ("field", "Spec", -1, "env")),
        ('x == "APP_X"', ("", "", -1, "")),
        ('{ let key = "APP_X"; key }', ("", "", -1, "")),
    ],
)
def test_rust(code: str, expected: tuple[str, str, int, str]) -> None:
    assert shown(only(facts(f"fn f() {{ {code}; }}", "APP_X"))) == expected


def test_rust_constants_attributes_and_places() -> None:
    code = 'const SWITCH: &str = "APP_X";\n#[derive(Parser)]\nstruct A {\n    #[arg(long, env = "APP_Y")]\n    on: bool,\n}\n'
    constant, attribute = facts(code, "APP_*").mentions

    assert shown(constant) == ("constant", "app.m.SWITCH", -1, "")
    assert shown(attribute) == ("attribute", "arg", -1, "env")
    assert (attribute.span.line, attribute.span.column, code[attribute.span.start : attribute.span.end]) == (4, 23, '"APP_Y"')


def test_rust_records_keep_their_other_fields() -> None:
    found = only(facts('static S: &[Spec] = &[Spec { id: Id::X, env: "APP_X" }];', "APP_X"))

    assert isinstance(found.record, Record)
    assert found.record.items[0].value == Name("Id.X")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('os.getenv("APP_X")', ("call", "os.getenv", 0, "")),
        ('flag(1, "APP_X", 2)', ("call", "flag", 1, "")),
        ('self.r.flag(key="APP_X")', ("call", "flag", -1, "key")),
        ('os.environ["APP_X"]', ("subscript", "os.environ", -1, "")),
        ('x = os.environ["APP_X"]', ("subscript", "os.environ", -1, "")),
        ('os.environ["APP_X"] = "1"', ("assigned", "os.environ", -1, "")),
        ('del os.environ["APP_X"]', ("assigned", "os.environ", -1, "")),
        ('"APP_X" not in environ', ("subscript", "environ", -1, "")),
        ('x = {"a": "APP_X"}', ("", "", -1, "")),
        ('x = ["APP_X"]', ("", "", -1, "")),
    ],
)
def test_python(code: str, expected: tuple[str, str, int, str]) -> None:
    assert shown(only(extract(f"def f(self):\n    {code}\n", "APP_X"))) == expected


def test_python_constants_and_decorators() -> None:
    constant, option = extract('SWITCH = "APP_X"\n@click.option("--y", envvar="APP_Y")\ndef f(y): ...\n', "APP_*").mentions

    assert shown(constant) == ("constant", "pkg.mod.SWITCH", -1, "")
    assert shown(option) == ("call", "click.option", -1, "envvar")


@pytest.mark.parametrize("text", ["APP_X is off", "APP_XY", "app_x", "x APP_X"])
def test_only_whole_names_count(text: str) -> None:
    assert facts(f'fn f() {{ g("{text}"); }} // APP_X', "APP_X").mentions == ()
    assert extract(f'g("{text}")  # APP_X\n', "APP_X").mentions == ()


def test_a_table_is_no_variable() -> None:
    assert facts('fn f() { g("runs"); }', "runs").mentions == ()
    assert extract('g("runs")\n', "runs").mentions == ()


def test_context_and_function() -> None:
    tested = only(facts('#[cfg(test)] mod t { fn g() { h("APP_X"); } }', "APP_X"))
    plain = only(extract('class A:\n    def f(self):\n        h("APP_X")\n', "APP_X"))

    assert (tested.context, tested.function) == ("test", "app.m.t.g")
    assert (plain.context, plain.function) == ("production", "pkg.mod.A.f")
