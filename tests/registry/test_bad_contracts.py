"""Bad contracts in whole runs: one clear error with a place, exit code 2, and no other effect."""

from pathlib import Path

import pytest

from tests.gate import Work

SOURCES = {
    "events-catalog": "events:\n  - id: started\n",
    "contracts-index": "contracts:\n  - {id: a, path: app.py}\n",
    "env-registry": "variables:\n  - {name: APP}\n",
    "retention-policy": "tables:\n  rows: {kind: manual}\n",
    "tool-registry": "tools:\n  - {name: run}\n",
    "glean": "a:\n  b: {type: event, description: x, bugs: [x], data_reviews: [x], notification_emails: [x], expires: never}\n",
    "otel-semconv": "groups:\n  - {id: x, type: event, name: started}\n",
}


@pytest.fixture
def work(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Work:
    """A workspace with one source of each format, in order."""
    work = Work(tmp_path / "work", capsys)
    work.write("app.py", "x = 1\n")
    work.write("telint.toml", "".join(f'[[registry]]\nformat = "{name}"\npaths = ["c/{name}.yaml"]\n' for name in SOURCES))
    for name, text in SOURCES.items():
        work.write(f"c/{name}.yaml", text)
    monkeypatch.chdir(work.root)
    return work


def errors(work: Work) -> tuple[int, list[str]]:
    """The exit code of a check and what it says it could not do, with the place of each finding about a malformed contract."""
    done = work.run("check", "--format", "concise", "--select", "malformed-contract,invalid-schema")
    return done.code, done.out.splitlines()


def test_contracts_in_order_pass(work: Work) -> None:
    assert errors(work) == (0, [])


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"a: 1\na: 2\n", '2:1: error malformed-contract the key "a" is there twice'),
        (b"a:\n\t- b\n", "2:1: error malformed-contract not YAML"),
        (b"a: &a [x]\nb: [" + b"*a, " * 99 + b"]\n", "2:261: error malformed-contract more than 64 aliases"),
        (b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", '3:8: error malformed-contract the alias "*b" stands for something'),
        (b"# \xe9\n", "1:3: error malformed-contract not valid UTF-8"),
        (b"\xff\xfea\x00", "1:1: error malformed-contract not valid UTF-8"),
        (b"#" * (10 * 1024 * 1024), "1:1: error malformed-contract larger than 8 MiB"),
        (b"a: !!python/object:os.system {}\n", "1:4: error malformed-contract tags are not read"),
    ],
)
def test_a_contract_that_cannot_be_read_is_one_error(work: Work, name: str, text: bytes, words: str) -> None:
    work.write(f"c/{name}.yaml", text)

    code, found = errors(work)

    assert code == 2 and len(found) == 1 and found[0].startswith(f"c/{name}.yaml:{words}"), found


def test_a_link_out_of_the_workspace_is_not_read(work: Work, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("events:\n  - id: secret\n")
    (work.root / "c" / "events-catalog.yaml").unlink()
    (work.root / "c" / "events-catalog.yaml").symlink_to(tmp_path / "secret.yaml")

    code, found = errors(work)

    assert code == 2 and len(found) == 1
    assert found[0].startswith("c/events-catalog.yaml:1:1: error malformed-contract no file of the workspace: it is a link that leads out")


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ('{"a": 1,\n "a": 2}', '2:2: error malformed-contract the key "a" is there twice'),
        ('{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#"}}}', "1:47: error invalid-schema the reference leads back to itself"),
        ('{"$ref": "../../etc/passwd"}', '1:10: error invalid-schema "../../etc/passwd" leads out of the workspace'),
        ('{"$ref": "https://example.com/x.json"}', ""),
    ],
)
def test_a_bad_schema_is_one_error(work: Work, schema: str, words: str) -> None:
    work.write("c/events-catalog.yaml", "events:\n  - {id: started, schema_path: c/started.json}\n")
    work.write("c/started.json", schema)

    code, found = errors(work)

    assert (code, len(found)) == ((2, 1) if words else (0, 0))
    assert all(line.startswith(f"c/started.json:{words}") for line in found), found
