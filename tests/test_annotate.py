"""`telint annotate`: comments where they are missing, and nothing else."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.cli import main
from checker.edit.comments import annotated
from checker.edit.comments.rust import code
from checker.model.edit import Insertion
from checker.model.place import span_at

CONFIG = """\
producer-files = ["app.yaml"]

[[registry]]
format = "taxonomy"
paths = ["taxonomy.yaml"]
"""
PRODUCER = """\
description: A send function.
languages: [rust, python]
apis:
  - {kind: function, names: [tel.send], role: sink, event: {position: 0}, session: {position: 1}, payload: {position: 2}}
"""
TAXONOMY = """\
version: 1
families:
  - family: jobs
    sensitivity: S1
    transmission: approved_usage_upload
    events:
      - {metric_type: done, status: shipped}
      - {metric_type: failed, status: shipped}
"""
RUST = """\
use tel::send;

pub fn run(file: &std::path::Path) {
    send("done", "s", "x");
    match file.exists() {
        true => send("failed", "s", file.display().to_string()),
        false => {}
    }
    if file.exists() { send("done", "s", "x"); }
    send("unheard", "s", "x");
}
"""
PYTHON = '''\
"""Runs."""

from tel import send


def run(path, log):
    if log:
        send("done", "s", {"n": 1})
    # telemetry: S1
    send("failed", "s", {"n": 2})
    for x in (send("done", "s", {}),): log(x)
    if log: send("done", "s", {})
'''


def workspace(root: Path, **files: str) -> None:
    shared = {"telint.toml": CONFIG, "app.yaml": PRODUCER, "taxonomy.yaml": TAXONOMY, "Cargo.toml": '[package]\nname = "app"\n'}
    for path, text in {**shared, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    workspace(tmp_path, **{"src/lib.rs": RUST, "app.py": PYTHON})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def added(before: str, after: str) -> list[str]:
    """The lines that came in, stripped; fails where any other line changed."""
    rest = iter(before.splitlines())
    expected, new = next(rest, None), []
    for line in after.splitlines():
        if line == expected:
            expected = next(rest, None)
        else:
            new.append(line.strip())
    assert expected is None
    return new


def test_missing_comments_are_written_above_their_statements(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate"]) == 0

    rust, python = (here / "src/lib.rs").read_text(), (here / "app.py").read_text()
    assert added(RUST, rust) == [
        "// telemetry: S1 family=jobs transmission=approved_usage_upload",
        # The payload shows a path, so neither the registry's class nor its transmission is enough.
        "// telemetry: S2 family=jobs",
    ]
    assert "    // telemetry: S1 family=jobs transmission=approved_usage_upload\n    send(" in rust
    assert "        // telemetry: S2 family=jobs\n        true =>" in rust
    assert added(PYTHON, python) == ["# telemetry: S1 family=jobs transmission=approved_usage_upload"] * 2
    said = capsys.readouterr().err
    assert "4 comments written in 2 files" in said
    assert "src/lib.rs:9: the call has no line of its own" in said and "app.py:12: the call has no line of its own" in said
    assert "src/lib.rs:10: nothing says which class `send` has" in said


def test_a_second_run_finds_nothing_to_write(here: Path) -> None:
    main(["annotate"])
    once = [(here / name).read_bytes() for name in ("src/lib.rs", "app.py")]

    assert main(["annotate"]) == 0
    assert [(here / name).read_bytes() for name in ("src/lib.rs", "app.py")] == once


def test_a_diff_shows_and_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", "--diff", "app.py"]) == 0

    shown = capsys.readouterr().out
    assert shown.startswith("--- a/app.py\n+++ b/app.py\n")
    assert "+        # telemetry: S1 family=jobs transmission=approved_usage_upload\n" in shown
    assert "lib.rs" not in shown
    assert (here / "app.py").read_text() == PYTHON


def test_a_check_fails_while_a_comment_is_missing(here: Path) -> None:
    assert main(["annotate", "--check"]) == 1
    assert (here / "app.py").read_text() == PYTHON

    (here / "src/lib.rs").unlink()
    (here / "app.py").write_text("from tel import send\n\n\ndef run():\n    # telemetry: S1\n    send('done', 's', {})\n")
    assert main(["annotate", "--check"]) == 0


def test_nothing_is_written_where_not_everything_could_be_read(here: Path) -> None:
    (here / "taxonomy.yaml").write_text(TAXONOMY.replace("S1", "S9"))

    assert main(["annotate"]) == 2
    assert (here / "app.py").read_text() == PYTHON


def test_line_ends_and_encodings_stay(here: Path) -> None:
    (here / "src/lib.rs").write_bytes('fn f() {\r\n    let é = "ü"; // ñ\r\n    tel::send("done", é, é);\r\n}\r\n'.encode())
    (here / "app.py").write_bytes("import tel\r\n\r\n\r\ndef f(é):\r\n    tel.send('done', 's', 'ü')\r\n".encode())

    main(["annotate"])

    comment = "telemetry: S1 family=jobs transmission=approved_usage_upload\r\n"
    rust = 'fn f() {\r\n    let é = "ü"; // ñ\r\n    // ' + comment + '    tel::send("done", é, é);\r\n}\r\n'
    assert (here / "src/lib.rs").read_bytes().decode() == rust
    python = f"import tel\r\n\r\n\r\ndef f(é):\r\n    # {comment}    tel.send('done', 's', 'ü')\r\n"
    assert (here / "app.py").read_bytes().decode() == python


def test_a_symbolic_link_is_not_written_through(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "real.py").write_text(PYTHON)
    (here / "app.py").unlink()
    (here / "app.py").symlink_to(here / "real.py")
    (here / "src/lib.rs").unlink()

    main(["annotate"])

    assert (here / "app.py").is_symlink()


def test_the_mode_of_a_file_stays(here: Path) -> None:
    (here / "app.py").chmod(0o755)

    main(["annotate"])

    assert (here / "app.py").stat().st_mode & 0o777 == 0o755
    assert not list(here.glob("*.telint"))


LINES = st.sampled_from(
    [
        "send(1)", "x = send(2)", "return send(3)", "send(4); send(5)", "if send(6): pass", "y = [\n        send(7),\n    ]", "pass  # é",
        "with send(8) as z:\n        send(9)", "try:\n        send(10)\n    except E:\n        pass", 's = """\nsend(0)\n"""',
    ]
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=6), st.booleans())
def test_only_comment_lines_change_in_python(lines: list[str], crlf: bool) -> None:
    text = "\n".join(["def f():", *(f"    {line}" for line in lines), ""])
    text = text.replace("\n", "\r\n") if crlf else text
    found = [i for i in range(len(text)) if text.startswith("send(", i) and not text.startswith("send(0)", i)]
    insertions = [Insertion("a.py", "python", span_at(text, i, i + 4), "telemetry: S1") for i in found]

    edited = annotated(text.encode(), insertions)

    assert ast.dump(ast.parse(edited.data)) == ast.dump(ast.parse(text))
    new = [line for line in added(text, edited.data.decode()) if line]
    assert set(new) <= {"# telemetry: S1"}
    assert bool(new) or not found or len(edited.left) == len(found)


RUST_LINES = st.sampled_from(
    [
        "send(1);", "let x = send(2)?;", "return send(3);", "send(4); send(5);", "if send(6) { send(7); }",
        "match x {\n        A => send(8),\n        _ => {}\n    }",
        "spawn(async move {\n        send(9).await;\n    });", "/* send */ send(10);",
        'let s = r#"\nsend(0)\n"#;', "#[cfg(x)]\n    send(11);",
        "json!({\n        \"a\": send(12),\n    });",
    ]
)  # fmt: skip


@given(st.lists(RUST_LINES, min_size=1, max_size=6), st.booleans())
def test_only_comment_lines_change_in_rust(lines: list[str], crlf: bool) -> None:
    text = "\n".join(["fn f() {", *(f"    {line}" for line in lines), "}", ""])
    text = text.replace("\n", "\r\n") if crlf else text
    found = [i for i in range(len(text)) if text.startswith("send(", i) and not text.startswith("send(0)", i)]
    insertions = [Insertion("a.rs", "rust", span_at(text, i, i + 4), "telemetry: S1") for i in found]

    edited = annotated(text.encode(), insertions)

    assert code(edited.data) == code(text.encode())
    assert set(added(text, edited.data.decode())) <= {"// telemetry: S1"}


def test_a_file_that_does_not_parse_comes_back_as_it_is() -> None:
    data = b"def f(:\n    send(1)\n"
    wanted = Insertion("a.py", "python", span_at(data.decode(), 12, 16), "telemetry: S1")

    assert annotated(data, [wanted]) == (data, (wanted,))


def test_the_gate_does_not_import_what_writes() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", "import sys, checker.pipeline; print(sorted({'libcst', 'difflib', 'checker.edit'} & set(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert seen.stdout.strip() == "[]"
