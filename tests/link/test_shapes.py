"""What payloads look like as JSON, from types and values in both languages."""

from pathlib import Path

import pytest

from checker.link.chains import handed
from checker.link.ends import ends
from checker.link.fixpoint import find
from checker.link.program import Program
from checker.link.shapes import shape
from checker.link.typeshapes import written_shape
from checker.model.shape import Shape
from tests.link.whole import TEL, opened
from tests.link.world import program


def seen(root: Path, files: dict[str, str]) -> Shape:
    """The shape of the payload of the one write in a workspace."""
    with opened(root, files) as (facts, _):
        found = Program(facts)
        writes = find(found, (TEL,))
        (hit,) = writes.hits.values()
        (end,) = ends(found, writes, hit)
        value = handed(end.chain[-1], "payload")
        return shape(found, value, end.frame) if value is not None else Shape()


def python(root: Path, payload: str, before: str = "", params: str = "x: int") -> Shape:
    return seen(root, {"app.py": f"import json\nimport tel\n{before}\n\ndef f({params}):\n    tel.send('e', 's', {payload})\n"})


def rust(root: Path, payload: str, before: str = "", params: str = "x: u8") -> Shape:
    code = f"use serde::Serialize;\n{before}\nfn f({params}) {{ tel::send(\"e\", \"s\", {payload}); }}\n"
    return seen(root, {"Cargo.toml": '[package]\nname = "app"\n', "src/lib.rs": code})


def spelled(found: Shape) -> str:
    """A shape in one line: `{a:string b?:integer}` closed, `{…}` open."""
    if found.types == {"object"}:
        inner = " ".join(f"{p.name}{'?' if p.optional else ''}:{spelled(p.shape)}" for p in found.parts)
        return "{" + inner + ("" if found.closed else " …") + "}"
    if found.types == {"array"}:
        return f"[{spelled(found.item) if found.item else ''}]"
    return "|".join(str(v) for v in found.values) or "/".join(sorted(found.types)) or "?"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("String", "string"),
        ("&'static str", "string"),
        ("Option<u8>", "integer/null"),
        ("Vec<Option<String>>", "[null/string]"),
        ("[f64; 3]", "[number]"),
        ("HashMap<String, u8>", "{ …}"),
        ("Arc<str>", "string"),
        ("Cow<'a, str>", "string"),
        ("serde_json::Value", "?"),
        ("bool", "boolean"),
        ("int | None", "integer/null"),
        ("Optional[str]", "null/string"),
        ("list[int]", "[integer]"),
        ('Literal["a", "b"]', "a|b"),
        ("Union[int, str]", "integer/string"),
        ("dict[str, Any]", "{ …}"),
        ("Any", "?"),
        ("datetime", "?"),
        ("Wrapped<T>", "?"),
        ("", "?"),
    ],
)
def test_types_as_written(written: str, expected: str) -> None:
    assert spelled(written_shape(program(), written, "")) == expected


def test_bounds_of_integers() -> None:
    assert written_shape(program(), "u8", "")[2:4] == (0, 255)
    assert written_shape(program(), "i16", "")[2:4] == (-32768, 32767)
    assert written_shape(program(), "int", "")[2:4] == (None, None)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("{'a': 1, 'b': 'x', 'c': None, 'd': True, 'e': 1.5}", "{a:1 b:x c:None d:True e:number}"),
        ("{'a': x}", "{a:integer/string}"),
        ("{'a': g(x)}", "{a:?}"),
        ("{'a': [1, 2]}", "{a:[1|2]}"),
        ("{'a': {'b': f'{x}'}}", "{a:{b:string}}"),
        ("{'a': 'x' if x else 2}", "{a:x|2}"),
        ("json.dumps({'a': 1})", "{a:1}"),
        ("json.dumps({'a': 1}) if x else '{}'", "{a:1}"),
        ("json.dumps({'a': 1}) if x else other()", "?"),
        ("{'a': 1, **x}", "{a:1 …}"),
        ("x", "?"),
    ],
)
def test_python_values(payload: str, expected: str, tmp_path: Path) -> None:
    assert spelled(python(tmp_path, payload)) == expected


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ('json!({"a": 1, "b": "x", "c": null, "d": true, "e": 1.5})', "{a:1 b:x c:None d:True e:number}"),
        ('json!({"a": x})', "{a:integer/string}"),
        ('json!({"a": x.to_string()})', "{a:integer/string}"),
        ('json!({"a": g(x)})', "{a:?}"),
        ('json!({"a": [1, 2]})', "{a:[1|2]}"),
        ('json!({"a": {"b": format!("{x}")}})', "{a:{b:string}}"),
        ('&serde_json::to_string(&json!({"a": 1})).unwrap()', "{a:1}"),
        ('Some(json!({"a": 1}))', "{a:1}"),
    ],
)
def test_rust_values(payload: str, expected: str, tmp_path: Path) -> None:
    assert spelled(rust(tmp_path, payload)) == expected


def test_rust_structs(tmp_path: Path) -> None:
    before = """
        #[derive(Serialize)] #[serde(rename_all = "camelCase")]
        struct Load { job_id: u8, #[serde(skip_serializing_if = "Option::is_none")] host: Option<String>, at: Option<u8>,
            #[serde(skip)] gone: u8, #[serde(with = "x")] odd: u8, #[serde(flatten)] q: Rest, kind: Kind }
        #[derive(Serialize)] struct Rest { r: Vec<Wrap> }
        #[derive(Serialize)] struct Wrap(String);
        #[derive(Serialize)] enum Kind { #[serde(rename = "a")] A, B }
    """

    assert (
        spelled(rust(tmp_path, "&serde_json::to_value(p)", before, "p: Load"))
        == "{jobId:integer host?:string at:integer/null odd:? r:[string] kind:a|B}"
    )


@pytest.mark.parametrize(
    "before",
    [
        "struct Load { a: u8 }",
        '#[derive(Serialize)] #[serde(tag = "t")] enum Load { A, B }',
        "#[derive(Serialize)] enum Load { A(u8) }",
        "#[derive(Serialize)] struct Load(u8, u8);",
        '#[derive(Serialize)] #[serde(into = "Rest")] struct Load { a: u8 }',
    ],
)
def test_rust_types_that_do_not_say_what_they_become(before: str, tmp_path: Path) -> None:
    assert spelled(rust(tmp_path, "&serde_json::to_value(p)", before, "p: Load")) == "?"


def test_what_is_flattened_in_and_not_known_leaves_the_object_open(tmp_path: Path) -> None:
    before = "#[derive(Serialize)] struct Load { a: u8, #[serde(flatten)] rest: Foreign }"

    assert spelled(rust(tmp_path, "&serde_json::to_value(p)", before, "p: Load")) == "{a:integer …}"


@pytest.mark.parametrize(
    ("before", "payload", "expected"),
    [
        ("@dataclass\nclass Load:\n    a: int\n    b: str | None = None", "asdict(p)", "{a:integer b:null/string}"),
        ("class Load(BaseModel):\n    a: list[str]", "p.model_dump()", "{a:[string]}"),
        ("class Load(BaseModel):\n    a: str", "p.model_dump(exclude_none=True)", "?"),
        ("class Load(Base):\n    a: str", "asdict(p)", "?"),
        ("@dataclass\nclass Load(Base):\n    a: str", "asdict(p)", "{a:string …}"),
        ("class Load(TypedDict):\n    a: int\n    b: NotRequired[str]", "p", "{a:integer b?:?}"),
    ],
)
def test_python_classes(before: str, payload: str, expected: str, tmp_path: Path) -> None:
    assert spelled(python(tmp_path, payload, before, "p: Load")) == expected
