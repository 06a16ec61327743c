"""Programs that write through a global front, and what installs a recorder for them."""

from pathlib import Path

import jsonschema_rs
import pytest

from checker.contracts.validate import schema_of
from checker.link.processes import as_data
from checker.model.producer import Api, Argument, Producer
from checker.model.subject import Unheard
from tests.link.whole import subjects

FRONT = Producer(
    "front", "", ("rust", "python"), (Api("function", ("ev.emit",), "facade", Argument(0)),), (), "p.yaml", installs=("ev.set_recorder",)
)
CARGO = '[package]\nname = "{0}"\n'
SETUP = {"setup/Cargo.toml": CARGO.format("setup")}


def found(root: Path, files: dict[str, str]) -> list[tuple[str, int]]:
    return [(u.place.path, u.place.span.line) for u in unheard(root, files)]


def unheard(root: Path, files: dict[str, str]) -> tuple[Unheard, ...]:
    return subjects(root, {"app/Cargo.toml": CARGO.format("app"), **files}, FRONT).unheard


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("fn main() { ev::emit(1); }", 1),
        ("fn go() { ev::emit(1); }\nfn main() { go(); }", 2),
        ("fn go() { ev::emit(1); }\nfn main() { std::thread::spawn(go); }", 2),
        ("struct S { n: u8 }\nimpl S { fn go(&self) { ev::emit(1); } }\nfn main() { let s = S { n: 1 }; s.go(); }", 3),
        ("fn main() { ev::set_recorder(1); ev::emit(1); }", 0),
        ("use ev::set_recorder as install;\nfn main() { install(1); ev::emit(1); }", 0),
        ("fn go() { ev::emit(1); }\nfn main() { }", 0),
        ("#[test]\nfn go() { ev::emit(1); }\nfn main() { }", 0),
        ("fn main() { other::emit(1); }", 0),
    ],
)
def test_a_rust_program(tmp_path: Path, main: str, expected: int) -> None:
    assert found(tmp_path, {"app/src/main.rs": main}) == ([("app/src/main.rs", expected)] if expected else [])


def test_each_binary_of_a_crate_is_a_program_of_its_own(tmp_path: Path) -> None:
    files = {
        "app/src/lib.rs": "pub fn go() { ev::emit(1); }",
        "app/src/bin/one.rs": "fn main() { app::go(); }",
        "app/src/bin/two/main.rs": "fn main() { app::go(); }",
        "app/src/bin/idle.rs": "fn main() { }",
    }

    assert found(tmp_path, files) == [("app/src/bin/one.rs", 1), ("app/src/bin/two/main.rs", 1)]


def test_a_recorder_that_another_crate_installs(tmp_path: Path) -> None:
    lib = {**SETUP, "setup/src/lib.rs": "pub fn install_all() { ev::set_recorder(1); }"}

    assert found(tmp_path, {**lib, "app/src/main.rs": "fn main() { setup::install_all(); ev::emit(1); }"}) == []
    assert found(tmp_path, {**lib, "app/src/main.rs": "fn main() { ev::emit(1); }"}) == [("app/src/main.rs", 1)]


def test_circles_of_callers_end(tmp_path: Path) -> None:
    code = "fn a() { b(); ev::emit(1); }\nfn b() { a(); }\nfn main() { b(); }"

    assert found(tmp_path, {"app/src/main.rs": code}) == [("app/src/main.rs", 3)]


def test_too_many_ways_to_an_install_say_nothing(tmp_path: Path) -> None:
    steps = "\n".join(f"pub fn install_step_{n}() {{ install_step_{n + 1}(); }}" for n in range(70))
    lib = {**SETUP, "setup/src/lib.rs": f"{steps}\npub fn install_step_70() {{ ev::set_recorder(1); }}"}

    assert found(tmp_path, {**lib, "app/src/main.rs": "fn main() { ev::emit(1); }"}) == []


def test_a_python_module_that_runs_itself(tmp_path: Path) -> None:
    code = "import ev\n\ndef go():\n    ev.emit(1)\n\n{0}\n"

    assert found(tmp_path, {"pkg/__init__.py": "", "pkg/run.py": code.format('if __name__ == "__main__":\n    go()')}) == [
        ("pkg/run.py", 7)
    ]
    assert found(tmp_path, {"pkg/run.py": code.format("go()")}) == []


def test_it_is_as_the_subject_schema_says(tmp_path: Path) -> None:
    shape = jsonschema_rs.validator_for({**schema_of("subjects.v1"), "$ref": "#/$defs/process"} | {"$id": "urn:x"})
    (each,) = unheard(tmp_path, {"app/src/main.rs": "fn main() { ev::emit(1); }"})

    shape.validate({name: value for name, value in as_data(each).items() if not name.startswith("_")})
