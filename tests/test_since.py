"""`telint check --since`: only what a change introduced or touched, judged over the whole workspace on both sides."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.programme.since import _changed
from tests.gate import CLEAN, Work, clean_at

BARE = CLEAN["app.py"].replace("# telemetry: S1 family=app\n", "")
SECOND = '\n\napp_log.send("started")\n'


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    root = tmp_path / "app"
    root.mkdir()
    monkeypatch.chdir(root)
    return clean_at(root, capsys)


def git(work: Work, *words: str) -> None:
    own = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run([*own, *words], cwd=work.root, check=True, capture_output=True)


def commit(work: Work) -> None:
    if not (work.root / ".git").exists():
        git(work, "init", "-q", "-b", "main")
    git(work, "add", "-A")
    git(work, "commit", "-q", "--allow-empty", "-m", "x")


def found(work: Work, *words: str) -> list[tuple[str, str, int]]:
    done = work.check("--since", "main", *words)
    assert done.code in (0, 1), done.err
    return done.found


def test_what_was_there_before_is_not_told(work: Work) -> None:
    work.write("app.py", BARE)
    commit(work)

    assert work.check().found == [("unclassified-write", "app.py", 3)]
    assert found(work) == []


def test_what_a_change_introduces_is_told(work: Work) -> None:
    work.write("app.py", BARE)
    commit(work)
    work.write("app.py", BARE + SECOND)

    assert found(work) == [("unclassified-write", "app.py", 6)]


def test_a_line_that_was_touched_is_told_again(work: Work) -> None:
    work.write("app.py", BARE)
    commit(work)
    work.write("app.py", BARE.replace('"started")', '"started", 1)'))

    assert found(work) == [("unclassified-write", "app.py", 3)]


def test_code_that_moved_is_not_new(work: Work) -> None:
    work.write("app.py", BARE)
    commit(work)
    work.write("app.py", "# A comment.\n\n\n" + BARE)
    assert found(work) == []

    (work.root / "app.py").rename(work.root / "other.py")
    assert found(work) == []


def test_a_second_defect_beside_one_that_moved_is_new(work: Work) -> None:
    work.write("app.py", BARE)
    commit(work)
    (work.root / "app.py").unlink()
    work.write("other.py", BARE + SECOND)

    assert len(found(work)) == 1


def test_a_defect_elsewhere_that_a_change_brings_about_is_told(work: Work) -> None:
    commit(work)
    work.write("telemetry/taxonomy.yaml", CLEAN["telemetry/taxonomy.yaml"].replace("metric_type: started", "metric_type: begun"))

    rules = {(rule, path) for rule, path, _ in found(work)}
    assert ("unregistered-event", "app.py") in rules and ("unregistered-event", "src/lib.rs") in rules


def test_the_base_is_where_the_work_parted(work: Work) -> None:
    commit(work)
    git(work, "checkout", "-q", "-b", "topic")
    work.write("app.py", BARE)
    commit(work)
    git(work, "checkout", "-q", "main")
    work.write("src/lib.rs", CLEAN["src/lib.rs"].replace("    // telemetry: S1 family=app\n", ""))
    commit(work)
    git(work, "checkout", "-q", "topic")

    assert found(work) == [("unclassified-write", "app.py", 3)]


def test_where_the_state_before_cannot_be_judged_all_is_new(work: Work) -> None:
    work.write("app.py", BARE)
    config = (work.root / "telint.toml").read_text("utf-8")
    work.write("telint.toml", "no-such-key = 1\n")
    commit(work)
    work.write("telint.toml", config)

    done = work.check("--since", "main")
    assert done.found == [("unclassified-write", "app.py", 3)]
    assert "could not be judged, so that all counts as new" in done.err


@pytest.mark.parametrize("revision", ["none", "--output=x", "-h", "HEAD~99", ""])
def test_a_revision_that_is_none_is_no_pass(work: Work, revision: str) -> None:
    commit(work)

    assert work.run("check", f"--since={revision}").code == (2 if revision else 0)


def test_a_folder_without_git_is_no_pass(work: Work) -> None:
    done = work.run("check", "--since", "main")

    assert done.code == 2 and "no git work tree" in done.err


def test_no_program_of_the_repository_is_run(work: Work) -> None:
    work.write("app.py", BARE)
    work.write(".gitattributes", "* filter=own diff=own export-ignore\n")
    commit(work)
    marker = work.root / "was-run"
    for key in ("filter.own.smudge", "filter.own.clean", "diff.own.textconv", "core.fsmonitor", "core.pager", "diff.external"):
        git(work, "config", key, f"touch {marker};")
    marker.unlink(missing_ok=True)
    work.write("app.py", BARE + SECOND)

    assert found(work) == [("unclassified-write", "app.py", 6)]
    assert not marker.exists()


def test_a_workspace_below_the_top_of_its_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inner = tmp_path / "top" / "app"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    work = clean_at(inner, capsys)
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path / "top")], check=True, capture_output=True)
    work.write("app.py", BARE)
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "x")

    assert found(work) == []


@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abc"), max_size=8))
def test_the_lines_that_did_not_change_are_those_of_before(old: list[str], new: list[str]) -> None:
    kept = [line for number, line in enumerate(new, 1) if number not in _changed(old, new)]

    left = iter(old)
    assert all(line in left for line in kept)
    assert old != new or not _changed(old, new)
