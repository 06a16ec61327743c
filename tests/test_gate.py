"""A gate must not fail open: whole runs over broken input, and the exit code that each ends with."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checker.discover import discover
from checker.pipeline import stages, start
from tests.gate import CLEAN, CONFIG, PRODUCER, PYTHON, RUST, TAXONOMY, Work, clean_at

UNKNOWN = 'import app_log\n\n# telemetry: S1 family=app\napp_log.send("finished")\n'


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    """A workspace in which there is nothing to find, as the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TELINT_DEBUG", raising=False)
    return clean_at(tmp_path, capsys)


def git(root: Path, *words: str) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {"GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(
        ("git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words), cwd=root, env=own, check=True, capture_output=True
    )


# What passes, and what does not


def test_a_clean_workspace_passes_in_every_format(work: Work) -> None:
    for format in ("text", "concise", "json"):
        done = work.run("check", "--format", format)
        assert done.code == 0, (format, done)


def test_a_clean_run_says_what_it_rests_on(work: Work) -> None:
    done = work.run("check")

    assert "registry: telemetry/taxonomy.yaml" in done.out
    assert "2 telemetry writes in 2 files" in done.out


def test_a_finding_fails(work: Work) -> None:
    work.write("app.py", UNKNOWN)

    done = work.check()

    assert (done.code, done.found) == (1, [("unregistered-event", "app.py", 4)])


def test_a_warning_fails_only_when_asked_to(work: Work) -> None:
    work.write("app.py", "import app_log\nimport os\n\n# telemetry: S1 family=app\napp_log.send(os.environ['NAME'])\n")

    assert [f[0] for f in work.check().found] == ["unresolved-event"]
    assert [work.run("check", "--fail-on", lowest).code for lowest in ("error", "warning", "note")] == [0, 1, 1]


def test_what_is_only_likely_never_fails(work: Work) -> None:
    work.write("telemetry/taxonomy.yaml", TAXONOMY + "      - metric_type: stopped\n        status: shipped\n")

    done = work.check("--fail-on", "note")

    assert done.code == 0
    assert [(f["rule"], f["confidence"]) for f in done.document["findings"]] == [("dead-event", "medium")]


def test_what_another_file_holds_is_not_reported_for_a_named_one(work: Work) -> None:
    work.write("other.py", UNKNOWN)

    assert work.run("check", "app.py").code == 0
    assert work.run("check", "other.py").code == 1
    assert work.run("check").code == 1


def test_the_inventory_is_complete_where_there_is_no_registry(work: Work) -> None:
    work.write("telint.toml", 'producer-files = ["telemetry/app.yaml"]\n')

    done = work.run("inventory", "--format", "json")

    assert done.code == 0
    assert [c["path"] for c in done.document["callsites"]] == ["app.py", "src/lib.rs"]


# Nothing to judge, or nothing to judge it by


def test_a_path_that_is_missing_is_an_error(work: Work) -> None:
    done = work.run("check", "app.py", "gone.py", "gone")

    assert done.code == 2
    assert "gone.py: no such file or folder" in done.err and "gone: no such file or folder" in done.err


def test_a_path_out_of_the_workspace_is_an_error(work: Work, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = work.run("check", str(tmp_path_factory.mktemp("elsewhere")))

    assert done.code == 2
    assert "lies outside the workspace" in done.err


def test_a_workspace_without_sources_is_an_error(work: Work) -> None:
    (work.root / "app.py").unlink()
    (work.root / "src/lib.rs").unlink()

    for command in ("check", "inventory"):
        done = work.run(command)
        assert done.code == 2
        assert "no Rust or Python file" in done.err


def test_a_named_folder_without_a_listed_file_is_an_error(work: Work) -> None:
    (work.root / "empty").mkdir()

    done = work.run("check", "empty")

    assert done.code == 2
    assert "empty: named, but no file there is listed" in done.err + done.out


def test_a_check_without_a_registry_is_an_error_that_says_what_to_do(work: Work) -> None:
    work.write("telint.toml", 'producer-files = ["telemetry/app.yaml"]\n')

    done = work.run("check")

    assert done.code == 2
    assert "no registry to hold the writes against" in done.err and "telint.toml" in done.err and "--profile" in done.err


def test_a_registry_path_that_matches_nothing_is_an_error_that_names_it(work: Work) -> None:
    work.write("telint.toml", CONFIG.replace("taxonomy.yaml", "taxonmy.yaml"))

    done = work.run("check")

    assert done.code == 2
    assert "telemetry/taxonmy.yaml: no such file, and the configuration names it as a registry source" in done.err


def test_a_second_registry_path_that_matches_nothing_is_an_error_too(work: Work) -> None:
    work.write("telint.toml", CONFIG.replace('taxonomy.yaml"]', 'taxonomy.yaml", "contracts/*.yaml"]'))

    done = work.run("check", "--format", "concise")

    assert done.code == 2
    assert "contracts/*.yaml: no such file" in done.err


# What cannot be read


def test_a_source_that_is_no_plain_file_is_not_passed_over(work: Work) -> None:
    os.mkfifo(work.root / "pipe.py")

    done = work.check()

    assert done.code == 2
    assert done.document["coverage"]["failed"] == [{"path": "pipe.py", "why": "not a regular file"}]


def test_a_file_that_may_not_be_read_is_an_error(work: Work) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    (work.root / "app.py").chmod(0)

    done = work.check()

    assert done.code == 2
    assert [f["path"] for f in done.document["coverage"]["failed"]] == ["app.py"]


def test_a_file_that_goes_away_during_the_run_is_an_error(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    def then_remove(*given: object) -> object:
        found = discover(*given)  # type: ignore[arg-type]
        (work.root / "app.py").unlink()
        return found

    monkeypatch.setattr(start, "discover", then_remove)
    done = work.check()

    assert done.code == 2
    assert [f["path"] for f in done.document["coverage"]["failed"]] == ["app.py"]


def test_a_file_beyond_the_size_limit_is_an_error(work: Work) -> None:
    work.write("telint.toml", "max-file-bytes = 1024\n" + CONFIG)
    work.write("big.py", "#" * 2000)

    done = work.check()

    assert done.code == 2
    assert [f["path"] for f in done.document["coverage"]["failed"]] == ["big.py"]


def test_an_incomplete_run_never_says_that_there_is_nothing(work: Work) -> None:
    os.mkfifo(work.root / "pipe.rs")

    done = work.run("check")

    assert "not everything was read" in done.out
    assert "does not count as clean" in done.err


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        ("app.py", b'import app_log\nx = "\xff\xfe"\n# telemetry: S1\napp_log.send("finished")\n', 4),
        ("src/lib.rs", b'pub fn start() {\n    // \xff\n    // telemetry: S1\n    app_log::send("finished");\n}\n', 4),
    ],
)
def test_invalid_utf8_is_a_finding_and_the_writes_around_it_count(work: Work, path: str, content: bytes, line: int) -> None:
    work.write(path, content)

    done = work.check()

    assert done.code == 1
    assert ("unreadable-region", path, 2) in done.found
    assert ("unregistered-event", path, line) in done.found


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        ("app.py", 'import app_log\n\n\ndef broken(:\n    pass\n\n\n# telemetry: S1\napp_log.send("finished")\n', 9),
        ("src/lib.rs", 'fn broken(a: {\n}\n\npub fn start() {\n    // telemetry: S1\n    app_log::send("finished");\n}\n', 6),
    ],
)
def test_a_syntax_error_is_a_finding_and_the_writes_around_it_count(work: Work, path: str, content: str, line: int) -> None:
    work.write(path, content)

    done = work.check()

    assert done.code == 1
    assert ("unregistered-event", path, line) in done.found
    assert [f[:2] for f in done.found if f[0] == "unreadable-region"] == [("unreadable-region", path)]


def test_binary_content_is_a_finding(work: Work) -> None:
    work.write("app.py", b'import app_log\n\0\napp_log.send("started")\n')

    done = work.check("--ignore", "dead-event")

    assert done.code == 1
    assert done.found == [("unreadable-region", "app.py", 1)]


# What the user wrote wrong


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TAXONOMY + "  - family: [\n", "telemetry/taxonomy.yaml"),
        (TAXONOMY.replace("What the app does.", "What: the app does"), "line 4, column 22"),
    ],
)
def test_a_registry_that_is_no_yaml_is_an_error_with_its_place(work: Work, text: str, said: str) -> None:
    work.write("telemetry/taxonomy.yaml", text)

    done = work.check()

    assert done.code == 2
    assert "telemetry/taxonomy.yaml" in done.err and said in done.err
    assert "malformed-contract" in [f[0] for f in done.found]


def test_every_mistake_in_a_registry_is_said(work: Work) -> None:
    wrong = TAXONOMY.replace("sensitivity: S1", "sensitivity: S9").replace("status: shipped", "status: shiped")
    work.write("telemetry/taxonomy.yaml", wrong)

    done = work.check()

    assert done.code == 2
    assert len([f for f in done.found if f[0] == "malformed-contract"]) == 2
    assert 'did you mean "shipped"' in done.err and "S9" in done.err


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("excude = []\n" + CONFIG, 'telint.toml:1:1: unknown key "excude", did you mean "exclude"?'),
        ("exclude = 3\n" + CONFIG, 'telint.toml:1:11: "exclude" must be a list, not a whole number'),
        ("exclude = [\n", "telint.toml:"),
        ('profile = "vax"\n' + CONFIG, 'telint.toml:1:11: no profile is named "vax", did you mean "vox"?'),
        ('producers = ["posthig"]\n' + CONFIG, 'telint.toml:1:14: no producer is named "posthig", did you mean "posthog"?'),
        ('select = ["dead-evnt"]\n' + CONFIG, 'telint.toml:1:11: select: no rule is named "dead-evnt", did you mean "dead-event"?'),
        ('ignore = ["dead-evnt"]\n' + CONFIG, 'telint.toml:1:11: ignore: no rule is named "dead-evnt", did you mean "dead-event"?'),
        ('rule-dirs = ["rules"]\n' + CONFIG, "rules: rule folder not found"),
        (CONFIG.replace("app.yaml", "gone.yaml"), "telemetry/gone.yaml: cannot be read: No such file"),
    ],
)
def test_a_mistake_in_the_configuration_is_an_error_with_its_place(work: Work, config: str, said: str) -> None:
    work.write("telint.toml", config)

    done = work.run("check")

    assert done.code == 2
    assert said in done.err
    assert done.out == ""


def test_all_mistakes_of_a_configuration_are_said_at_once(work: Work) -> None:
    work.write("telint.toml", 'excude = []\nfail-on = "eror"\n' + CONFIG)

    done = work.run("check")

    assert done.code == 2
    assert "telint.toml:1:1" in done.err and "telint.toml:2:11" in done.err


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_rule_that_does_not_exist_is_an_error(work: Work, option: str) -> None:
    done = work.run("check", option, "unregistred-event")

    assert done.code == 2
    assert 'unknown rule "unregistred-event"; did you mean "unregistered-event"?' in done.err


def test_a_profile_that_does_not_exist_is_an_error(work: Work) -> None:
    (work.root / "telint.toml").unlink()

    done = work.run("check", "--profile", "vax")

    assert done.code == 2
    assert 'no profile is named "vax", did you mean "vox"?' in done.err


def test_a_configuration_that_is_not_there_is_an_error(work: Work) -> None:
    done = work.run("check", "--config", "gone.toml")

    assert done.code == 2
    assert "gone.toml: cannot be read" in done.err


@pytest.mark.parametrize(
    ("producer", "said"),
    [
        (PRODUCER.replace("event:", "evnt:"), 'telemetry/app.yaml:7:5: unknown key "evnt", did you mean "event"?'),
        (PRODUCER.replace("keyword:", "keywrd:"), 'unknown key "keywrd", did you mean "keyword"?'),
        (PRODUCER.replace("role: sink", "role: snk"), "telemetry/app.yaml:6:11"),
        (PRODUCER + "  - kind: [\n", "telemetry/app.yaml:9"),
        (PRODUCER + "caps:\n  - {names: [app.Queue], clas: S1}\n", 'unknown key "clas", did you mean "class"?'),
        (PRODUCER + "caps:\n  - {names: [app.Queue], class: S4}\n", '"class" is "S4", not one of: S0, S1, S2'),
        (PRODUCER + "redaction:\n  - {names: [app::scrub], class: S1}\n", '"app::scrub", not a dotted path such as app.privacy.redact'),
        (PRODUCER + "redacton:\n", 'unknown key "redacton", did you mean "redaction"?'),
    ],
)
def test_a_mistake_in_a_producer_is_an_error_with_its_place(work: Work, producer: str, said: str) -> None:
    work.write("telemetry/app.yaml", producer)

    for command in ("check", "inventory"):
        done = work.run(command)
        assert done.code == 2
        assert said in done.err


RULE = """\
summary: A write that this workspace does not want.
phase: 1
severity: error
subject: callsite
when: site.unit == "app"
message: '"not here"'
why: For this test.
mend: Remove it.
source: this test
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('site.unit == "app"', 'site.unit == "app" &&', 'telint-rules/own/no-app.yaml:5:'),
        ('site.unit == "app"', 'site.unti == "app"', 'no-app.yaml:5:12: "when": unknown field "unti", did you mean "unit"?'),
        ('site.unit == "app"', 'sight.unit == "app"', 'unknown name "sight"; a rule on a callsite speaks of "site"'),
        ('site.unit == "app"', "site.unit", '"when": must give true or false, not text'),
        ("'\"not here\"'", "site.line", '"message": must give text, not a whole number'),
        ("severity: error", "severity: eror", 'telint-rules/own/no-app.yaml:3:11: "severity" is "eror"'),
        ("summary:", "sumary:", 'unknown key "sumary", did you mean "summary"?'),
        ("when:", "when: [", "telint-rules/own/no-app.yaml:"),
    ],
)
def test_a_mistake_in_a_rule_of_the_workspace_is_an_error_with_its_place(work: Work, old: str, new: str, said: str) -> None:
    work.write("telint.toml", 'rule-dirs = ["telint-rules"]\n' + CONFIG)
    assert old in RULE
    work.write("telint-rules/own/no-app.yaml", RULE.replace(old, new, 1))

    done = work.run("check")

    assert done.code == 2
    assert said in done.err


def test_a_rule_of_the_workspace_is_as_strong_as_ours(work: Work) -> None:
    work.write("telint.toml", 'rule-dirs = ["telint-rules"]\n' + CONFIG)
    work.write("telint-rules/own/no-rust.yaml", RULE.replace('site.unit == "app"', 'site.language == "rust"'))

    done = work.check()

    assert (done.code, done.found) == (1, [("no-rust", "src/lib.rs", 3)])


# Where it runs


def test_a_link_out_of_the_workspace_is_not_followed(work: Work, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.py").write_text(UNKNOWN, "utf-8")
    (work.root / "linked.py").symlink_to(outside / "secret.py")
    (work.root / "folder").symlink_to(outside)

    done = work.check()

    assert (done.code, done.found) == (0, [])
    assert {"path": "linked.py", "why": "link out of the workspace"} in done.document["coverage"]["skipped"]
    assert "finished" not in done.out


def test_a_registry_behind_a_link_out_of_the_workspace_is_not_read(work: Work, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "taxonomy.yaml"
    outside.write_text(TAXONOMY, "utf-8")
    (work.root / "telemetry/taxonomy.yaml").unlink()
    (work.root / "telemetry/taxonomy.yaml").symlink_to(outside)

    assert work.run("check").code == 2


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
def test_a_git_work_tree_is_judged_with_what_is_not_yet_added(work: Work) -> None:
    git(work.root, "init", "-q")
    git(work.root, "add", "-A")
    git(work.root, "commit", "-qm", "all")
    work.write("new.py", UNKNOWN)
    work.write(".gitignore", "ignored.py\n")
    work.write("ignored.py", UNKNOWN)

    done = work.check()

    assert (done.code, done.found) == (1, [("unregistered-event", "new.py", 4)])


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
def test_without_git_a_work_tree_is_walked(work: Work, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    git(work.root, "init", "-q")
    work.write("new.py", UNKNOWN)
    work.write(".gitignore", "ignored.py\n")
    work.write("ignored.py", UNKNOWN)
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("nothing")))

    done = work.check()

    assert (done.code, done.found) == (1, [("unregistered-event", "new.py", 4)])
    assert ".git" in [s["path"] for s in done.document["coverage"]["skipped"]]


@pytest.mark.parametrize("change", [lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t], ids=["crlf", "bom"])
def test_line_ends_and_byte_order_marks_change_nothing(work: Work, change: object) -> None:
    assert callable(change)
    for path, text in CLEAN.items():
        work.write(path, change(text))
    work.write("app.py", change(UNKNOWN))

    done = work.check()

    assert (done.code, done.found) == (1, [("unregistered-event", "app.py", 4)])


@pytest.mark.parametrize(
    "name", [b"new\nline.py", b"esc\x1b[31m.py", b"bad\xff\xfe.py", "bidi\u202egpj.py".encode(), b"::error::x.py", "caf\u00e9.py".encode()]
)
def test_the_name_of_a_file_can_neither_hide_a_finding_nor_write_to_a_terminal(work: Work, name: bytes) -> None:
    with open(os.path.join(os.fsencode(work.root), name), "wb") as file:
        file.write(UNKNOWN.encode())

    for command in (("check",), ("inventory",)):
        for format in ("text", "concise", "json") if command == ("check",) else ("text", "json", "csv"):
            done = work.run(*command, "--format", format)
            assert done.code == (1 if command == ("check",) else 0), done
            assert not any(c in done.out + done.err for c in "\x1b\u202e\r")
            assert "finished" in done.out
            done.out.encode()
    assert len(work.run("check", "--format", "concise").out.splitlines()) == 1


def test_text_that_no_encoding_can_write_is_judged_like_any_other(work: Work) -> None:
    work.write("app.py", 'import app_log\n\n# telemetry: S1 family=app\napp_log.send("half \\ud800 \\x00 \\x1b[31m")\n')

    for format in ("text", "concise", "json"):
        done = work.run("check", "--format", format)
        assert done.code == 1, done
        assert not any(c in done.out for c in "\x1b\0")
        done.out.encode()


def test_a_report_that_cannot_be_written_is_an_error(work: Work) -> None:
    done = work.run("check", "--output", "json:no/such/folder/report.json")

    assert done.code == 2
    assert "no/such/folder/report.json: cannot be written" in done.err


def test_a_report_file_says_the_same_as_standard_output(work: Work) -> None:
    work.write("app.py", UNKNOWN)

    done = work.run("check", "--format", "json", "--output", "json:report.json")

    assert (done.code, (work.root / "report.json").read_text("utf-8")) == (1, done.out)


@pytest.mark.parametrize("stage", ["discover", "link", "evaluate"])
@pytest.mark.parametrize("error", [ValueError("oops"), RecursionError("too deep"), MemoryError()])
def test_a_bug_of_ours_is_no_pass_and_no_finding(work: Work, stage: str, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(start if stage == "discover" else stages, stage, fails)
    done = work.run("check")

    assert done.code == 3
    assert f"internal error: {type(error).__name__}" in done.err
    assert done.out == ""


def test_a_rule_that_cannot_be_evaluated_is_an_error(work: Work) -> None:
    work.write("telint.toml", 'rule-dirs = ["telint-rules"]\n' + CONFIG)
    work.write("telint-rules/own/no-app.yaml", RULE.replace('site.unit == "app"', 'site.event.names[7] == "x"'))

    done = work.run("check")

    assert done.code == 2
    assert "rule no-app cannot be evaluated on the callsite at app.py:4:1" in done.err


# As a process of its own


def telint(root: Path, *words: str, timeout: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
    checkout = str(Path(__file__).parent.parent)
    own = os.environ | {"PYTHONPATH": checkout} | environment
    # As the installed command does, without the working folder on the path that modules are looked for on.
    start = (sys.executable, "-P", "-c", "from checker.cli import run; run()")
    return subprocess.run((*start, *words), cwd=root, env=own, capture_output=True, text=True, check=False, timeout=timeout)


def test_the_exit_code_reaches_the_shell(work: Work) -> None:
    codes = [telint(work.root, "check").returncode]
    work.write("app.py", UNKNOWN)
    codes.append(telint(work.root, "check").returncode)
    work.write("telint.toml", "excude = []\n")
    codes.append(telint(work.root, "check").returncode)

    assert codes == [0, 1, 2]


def test_the_same_input_gives_the_same_bytes(work: Work) -> None:
    work.write("app.py", UNKNOWN + UNKNOWN.replace("finished", "gone"))
    work.write("src/lib.rs", RUST.replace("started", "ended"))

    runs = [telint(work.root, "check", "--format", "json", "--jobs", jobs, PYTHONHASHSEED=seed) for jobs, seed in (("1", "1"), ("2", "2"))]

    assert runs[0].stdout == runs[1].stdout != ""
    assert [r.returncode for r in runs] == [1, 1]


def test_any_number_of_processes_ends(work: Work) -> None:
    for name in "abc":
        work.write(f"{name}.py", PYTHON)

    done = telint(work.root, "check", "--jobs", "4", timeout=60)

    assert done.returncode == 0


def test_the_hostile_content_of_a_workspace_is_never_run(work: Work) -> None:
    mark = work.root / "ran"
    for name in ("sitecustomize.py", "app_log.py", "conftest.py", "setup.py", "yaml.py"):
        work.write(name, f"open({str(mark)!r}, 'w').close()\n" + PYTHON)

    done = telint(work.root, "check")

    assert done.returncode in (0, 1), done.stderr
    assert not mark.exists()
