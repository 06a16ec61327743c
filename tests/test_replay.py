"""A run that would say what an earlier one said is not made; everything that could change what it says makes it run anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import pipeline
from checker.cli.common import again
from checker.cli.common.command import dispatch
from checker.contracts.noted import LOOKED_FOR
from checker.model.run import Request
from checker.model.source import Wanted
from checker.replay import listening, recall, silent, state, store
from checker.replay.keeping import Heard, kept
from tests.gate import CLEAN

if TYPE_CHECKING:
    from checker.cli.common.command import Pipeline

ROOT = Path(__file__).resolve().parent.parent
GIT = shutil.which("git")
QUIET = "def nothing():\n    return 1\n"
needs_git = pytest.mark.skipif(GIT is None, reason="git is not installed")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Repository:
    """A git work tree in which the command is run as a process of its own."""

    def __init__(self, root: Path, files: Iterable[tuple[str, str]]) -> None:
        self.root = root
        self.write(*files)
        self.git("init", "-q")
        time.sleep(0.02)  # what changed in the instant in which git looked could have changed once more
        self.git("add", ".")

    def git(self, *words: str) -> None:
        subprocess.run(["git", "-C", str(self.root), *words], check=True, capture_output=True)

    def write(self, *files: tuple[str, str]) -> None:
        for name, text in files:
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(text)

    def run(self, *words: str, within: str = "", before: str = "", **environment: str) -> Ran:
        started = [sys.executable, "-c", f"{before}from checker.cli import run; run()", *(words or ("check",))]
        around = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        ended = subprocess.run(started, cwd=self.root / within, capture_output=True, text=True, env=around, check=False)
        return Ran(ended.returncode, ended.stdout, ended.stderr)

    def made(self, *words: str, **environment: str) -> bool:
        """Whether a run is made, which takes the pipeline; what it says is what a run says that keeps nothing."""
        mark = self.root.with_suffix(".mark")
        mark.unlink(missing_ok=True)
        heard = f"lambda event, given: event == 'import' and given[0] == 'checker.pipeline' and open({str(mark)!r}, 'w').close()"
        ran = self.run(*words, before=f"import sys; sys.addaudithook({heard}); ", **environment)
        assert ran == self.run(*(words or ("check",)), "--no-cache", **environment)
        return mark.exists()

    def kept(self) -> list[tuple[str, int, int]]:
        found = (self.root / ".git/telint").glob("*") if (self.root / ".git/telint").is_dir() else ()
        return sorted((path.name, path.stat().st_ino, path.stat().st_mtime_ns) for path in found)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path, [*CLEAN.items(), ("quiet.py", QUIET), ("docs/a.md", "# A\n")])
    time.sleep(0.02)  # what changed in the instant in which a run begins could change once more in it
    made.run()
    return made


def _append(name: str, text: str) -> Callable[[Repository], None]:
    return lambda it: it.write((name, (it.root / name).read_text() + text))


def _delete(name: str) -> Callable[[Repository], None]:
    return lambda it: (it.root / name).unlink()


def _linked(path: Path, target: str) -> Path:
    path.symlink_to(target)
    return path


@needs_git
class TestNothingToDo:
    def test_the_second_run_is_the_first_one_again(self, repository: Repository) -> None:
        assert not repository.made()

    def test_findings_and_their_exit_code_come_again(self, repository: Repository) -> None:
        repository.write(("app.py", CLEAN["app.py"].replace("started", "unheard_of")))
        time.sleep(0.02)

        first, second = repository.run(), repository.run()

        assert first == second
        assert first.code == 1
        assert "unheard_of" in second.out

    def test_notes_on_standard_error_come_again(self, repository: Repository) -> None:
        first, second = repository.run("check", "--format", "json"), repository.run("check", "--format", "json")

        assert first == second
        assert "registry: telemetry/taxonomy.yaml" in second.err

    def test_a_run_that_could_not_do_its_job_says_so_again(self, repository: Repository) -> None:
        repository.write(("telemetry/taxonomy.yaml", "version: ["))
        time.sleep(0.02)

        first = repository.run()

        assert first.code == 2
        assert repository.run() == first

    def test_an_inventory_comes_again(self, repository: Repository) -> None:
        assert repository.made("inventory")
        assert not repository.made("inventory")

    def test_a_source_that_holds_nothing_that_was_asked_for_may_change(self, repository: Repository) -> None:
        _append("quiet.py", "\n\ndef more():\n    return 2\n")(repository)

        assert not repository.made()

    @pytest.mark.parametrize("name", ["app.py", "src/lib.rs", "telint.toml", "telemetry/taxonomy.yaml"])
    def test_a_file_that_is_written_anew_with_the_same_content_has_not_changed(self, repository: Repository, name: str) -> None:
        (repository.root / name).unlink()
        repository.write((name, CLEAN[name]))

        assert not repository.made()

    def test_a_page_that_nobody_read_may_change(self, repository: Repository) -> None:
        _append("docs/a.md", "More.\n")(repository)

        assert not repository.made()

    def test_what_was_found_unchanged_by_its_content_is_known_by_its_state_from_then_on(self, repository: Repository) -> None:
        path = next((repository.root / ".git/telint").glob("*.run"))
        os.utime(repository.root / "app.py")
        _append("quiet.py", "\n")(repository)
        time.sleep(0.02)
        before = dict(zip(*(store.load(str(path))[name] for name in ("seen", "content")), strict=True))

        assert not repository.made()
        after = dict(zip(*(store.load(str(path))[name] for name in ("seen", "content")), strict=True))
        assert {name for name in after if after[name] != before[name]} == {"app.py", "quiet.py"}
        assert after["app.py"] == state.content(str(repository.root / "app.py"))

    def test_several_processes_find_out_what_one_rests_on(self, repository: Repository) -> None:
        assert repository.made("check", "--jobs", "3")
        assert not repository.made("check", "--jobs", "3")
        _append("src/lib.rs", "// more\n")(repository)
        assert repository.made("check", "--jobs", "3")

    def test_commits_and_staging_change_nothing(self, repository: Repository) -> None:
        repository.git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "all")

        assert not repository.made()

    def test_what_git_ignores_may_come_and_go(self, repository: Repository) -> None:
        repository.write((".git/info/exclude", "build/\n"))
        repository.run()
        repository.write(("build/app.py", CLEAN["app.py"]))

        assert not repository.made()


CHANGES: dict[str, Callable[[Repository], None]] = {
    "a write is added to a silent source": _append("quiet.py", "import app_log\napp_log.send('unheard_of')\n"),
    "a source that had something to say": _append("app.py", "\n# more\n"),
    "a source is added": lambda it: it.write(("new.py", QUIET)),
    "a page is added": lambda it: it.write(("docs/b.md", "# B\n")),
    "a source is deleted": _delete("src/lib.rs"),
    "a silent source is deleted": _delete("quiet.py"),
    "a silent source is no text any more": _append("quiet.py", "\0"),
    "a silent source becomes a link": lambda it: os.replace(_linked(it.root / "link.py", "app.py"), it.root / "quiet.py"),
    "the registry": _append("telemetry/taxonomy.yaml", "      - metric_type: stopped\n        status: shipped\n"),
    "the producer file": _append("telemetry/app.yaml", "# more\n"),
    "the configuration": lambda it: it.write(("telint.toml", 'fail-on = "note"\n' + CLEAN["telint.toml"])),
    "the registry is deleted": _delete("telemetry/taxonomy.yaml"),
    "a baseline appears": lambda it: it.write((".telint-baseline.json", '{"version": 1, "findings": []}')),
    "an ignore file hides a source": lambda it: it.write((".gitignore", "new.py\n")),
    "a package file appears": lambda it: it.write(("pyproject.toml", '[project]\nname = "app"\n')),
}


@needs_git
class TestWhatMakesARunAnew:
    @pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
    def test_a_change(self, repository: Repository, change: Callable[[Repository], None]) -> None:
        change(repository)
        time.sleep(0.02)

        assert repository.made()

    def test_a_change_that_keeps_size_and_time(self, repository: Repository) -> None:
        path = repository.root / "app.py"
        before = path.stat()
        path.write_text(CLEAN["app.py"].replace("started", "stopped"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        time.sleep(0.02)

        assert repository.made()

    def test_a_configuration_outside_the_work_tree(self, repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
        outside = tmp_path_factory.mktemp("outside") / "telint.toml"
        outside.write_text(CLEAN["telint.toml"])
        time.sleep(0.02)
        repository.run("check", "--config", str(outside))
        assert not repository.made("check", "--config", str(outside))

        outside.write_text('ignore = ["unclassified-write"]\n' + CLEAN["telint.toml"])
        time.sleep(0.02)

        assert repository.made("check", "--config", str(outside))

    @pytest.mark.parametrize("folder", ["", "now/"])
    def test_a_configuration_behind_a_link_that_leads_elsewhere_now(
        self, repository: Repository, tmp_path_factory: pytest.TempPathFactory, folder: str
    ) -> None:
        outside = tmp_path_factory.mktemp("outside")
        for number, text in enumerate((CLEAN["telint.toml"], 'select = ["no-such"]\n')):
            (outside / f"at{number}").mkdir()
            (outside / f"at{number}/telint.toml").write_text(text)
        asked = outside / f"{folder}telint.toml"
        link = outside / (folder.rstrip("/") or "telint.toml")
        link.symlink_to("at0" if folder else "at0/telint.toml")
        time.sleep(0.02)
        repository.run("check", "--config", str(asked))
        assert not repository.made("check", "--config", str(asked))

        os.replace(_linked(outside / "new", "at1" if folder else "at1/telint.toml"), link)

        assert repository.made("check", "--config", str(asked))

    def test_a_configuration_in_the_folder_of_git(self, repository: Repository) -> None:
        repository.write((".git/own.toml", CLEAN["telint.toml"]))
        time.sleep(0.02)
        repository.run("check", "--config", ".git/own.toml")
        assert not repository.made("check", "--config", ".git/own.toml")

        repository.write((".git/own.toml", "select = [1]\n"))

        assert repository.made("check", "--config", ".git/own.toml")

    def test_a_page_behind_an_ignored_link_that_leads_elsewhere_now(self, repository: Repository) -> None:
        pages = '\n[documents]\npages = ["docs/**/*.md"]\n'
        repository.write(("telint.toml", CLEAN["telint.toml"] + pages), ("docs/a.md", "[there](cur/page.md)\n"))
        repository.write((".gitignore", "cur\nr1\nr2\n"), ("docs/r1/page.md", "# P\n"), ("docs/r2/other.md", "# O\n"))
        _linked(repository.root / "docs/cur", "r1")
        time.sleep(0.02)
        repository.run()
        assert not repository.made()

        os.replace(_linked(repository.root / "docs/new", "r2"), repository.root / "docs/cur")

        assert repository.made()

    def test_a_folder_that_was_exchanged_while_the_run_was_made_is_not_trusted(self, repository: Repository) -> None:
        repository.write(("other/lib.rs", "pub fn nothing() {}\n"))
        time.sleep(0.02)
        exchange = "[__import__('os').rename(*names) for names in (('src', 'old'), ('other', 'src'))]"
        meanwhile = f"import checker.pipeline as p; check = p.check; p.check = lambda request: [check(request), {exchange}][0]; "
        repository.run("check", "--format", "concise", before=meanwhile)

        assert len(repository.kept()) == 1

    def test_a_folder_that_became_a_link(self, repository: Repository) -> None:
        repository.write((".git/info/exclude", "build/\nsrc\n"))
        time.sleep(0.02)
        repository.run()
        assert not repository.made()

        (repository.root / "build").mkdir()
        (repository.root / "src").rename(repository.root / "build/src")
        _linked(repository.root / "src", "build/src")

        assert repository.made()

    def test_other_words_and_another_look(self, repository: Repository) -> None:
        assert repository.made("check", "--format", "concise")
        assert repository.made(FORCE_COLOR="1")

    def test_another_folder(self, repository: Repository) -> None:
        before = repository.kept()
        repository.run(within="src")

        assert repository.kept() != before

    def test_another_version_of_the_tool_or_another_day(self, repository: Repository) -> None:
        path = next((repository.root / ".git/telint").glob("*.run"))
        for name in ("tool", "today", "key"):
            path.write_bytes(store.packed(store.load(str(path)) | {name: ["another"]}))

            assert repository.made()
            assert not repository.made()

    @pytest.mark.parametrize("name", ["app.py", "quiet.py", "telemetry/taxonomy.yaml"])
    def test_a_file_that_changes_while_the_run_is_made_is_not_trusted(self, repository: Repository, name: str) -> None:
        change = f"open({name!r}, 'a').write('\\n')"
        meanwhile = f"import checker.pipeline as p; check = p.check; p.check = lambda request: [check(request), {change}][0]; "
        repository.run("check", "--format", "concise", before=meanwhile)

        assert len(repository.kept()) == 1


@needs_git
class TestWhatIsNotKept:
    @pytest.mark.parametrize("words", [("--no-cache",), ("--output", "json:out.json"), ("--output=json:out.json",), ("--help",)])
    def test_runs_that_do_more_than_say_something(self, repository: Repository, words: tuple[str, ...]) -> None:
        before = repository.kept()
        repository.run("check", *words)

        assert repository.kept() == before

    def test_a_mistake_of_the_user(self, repository: Repository) -> None:
        before = repository.kept()

        assert repository.run("check", "--select", "no-such-rule").code == 2
        assert repository.run("check", "missing.py").code == 2
        assert repository.kept() == before

    def test_no_more_than_a_dozen_ways_to_call_it(self, tmp_path: Path) -> None:
        for number in range(15):
            beside, _ = store.begin(str(tmp_path))
            store.save(beside, store.place(str(tmp_path), [str(number)]), {"key": [str(number)]})

        assert len(list(tmp_path.iterdir())) == 12

    def test_a_folder_that_is_no_repository(self, tmp_path: Path) -> None:
        assert store.folder(str(tmp_path / "nowhere")) == ""

    def test_a_work_tree_whose_git_folder_is_elsewhere(self, tmp_path: Path) -> None:
        (tmp_path / "tree").mkdir()
        (tmp_path / "tree/.git").write_text("gitdir: ../elsewhere\n")

        assert store.folder(str(tmp_path / "tree")) == ""

    @pytest.mark.parametrize("link", [".git", ".git/telint"])
    def test_nothing_is_kept_behind_a_link(self, tmp_path: Path, link: str) -> None:
        place = tmp_path / "tree" / link
        place.parent.mkdir(parents=True)
        (tmp_path / "elsewhere").mkdir()
        place.symlink_to(tmp_path / "elsewhere")

        assert store.folder(str(tmp_path / "tree")) == ""

    def test_what_others_keep_there_stays(self, repository: Repository) -> None:
        home = repository.root / ".git/telint"
        for number in range(20):
            (home / f"{number}.txt").write_text("")
        repository.run("check", "--format", "concise")

        assert len(list(home.glob("*.txt"))) == 20


@needs_git
class TestWithinOneProcess:
    """Without the hook, which could not be taken away again: it is called by hand."""

    @pytest.fixture
    def hooks(self, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[str, tuple[object, ...]], None]]:
        found: list[Callable[[str, tuple[object, ...]], None]] = []
        monkeypatch.setattr(sys, "addaudithook", found.append)
        return found

    @pytest.mark.usefixtures("hooks")
    def test_what_was_said_is_said_again(
        self, repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(repository.root)
        made: list[str] = []

        def make(words: list[str], pipeline: Pipeline | None) -> int:
            made.extend(words)
            return dispatch(words, pipeline)

        codes = [again.run(["check", "--format", "json"], make) for _ in range(2)]

        first, second = capsys.readouterr().out.split("\n}\n")[:2]
        assert codes == [0, 0]
        assert made == ["check", "--format", "json"]
        assert first == second
        os.utime(repository.root / "app.py")
        _append("quiet.py", "\n")(repository)
        assert again.run(["check", "--format", "json"], make) == 0
        _append("app.py", "\n")(repository)
        assert again.run(["check", "--format", "json"], make) == 0
        assert made == ["check", "--format", "json"] * 2

    @pytest.mark.usefixtures("hooks")
    def test_where_nothing_can_be_kept_the_run_is_made(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        shutil.rmtree(repository.root / ".git/telint")
        repository.write((".git/telint", "a file"))
        monkeypatch.chdir(repository.root)

        assert again.run(["check"], lambda words, pipeline: 7) == 7
        assert again.run(["doctor"], lambda words, pipeline: 8) == 8

    def test_files_that_count_are_heard_of(self, tmp_path: Path, hooks: list[Callable[[str, tuple[object, ...]], None]]) -> None:
        opened, looked_for = dict[str, str](), dict[str, str]()
        top, outside = tmp_path / "top", tmp_path / "outside"
        listening.listen(str(top), opened, looked_for)
        (hear,) = hooks
        for event, path, mode in (
            ("open", top / "a.yaml", "rb"),
            ("open", top / "b.yaml", None),
            ("open", top / "c.yaml", "w"),
            ("open", top / ".git/index", "rb"),
            ("open", top / ".git/telint/a.run", "rb"),
            ("open", top / ".git/own.toml", "rb"),
            ("open", top / "x.pyc", "rb"),
            ("open", outside / "telint.toml", "rb"),
            ("open", outside / "module.py", "rb"),
            ("open", ROOT / "checker/__init__.py", "rb"),
            ("os.listdir", top / "rules", None),
            ("os.listdir", outside / "libraries", None),
            (LOOKED_FOR, top / "missing.md", None),
            ("import", top / "module", None),
        ):
            hear(event, (str(path), mode, 0))
        hear("open", (3, "rb", 0))

        assert list(opened) == [str(path) for path in (top / "a.yaml", top / ".git/own.toml", outside / "telint.toml", top / "rules")]
        assert list(looked_for) == [*opened, str(top / "missing.md")]

    def test_what_changed_meanwhile_is_not_kept(self, repository: Repository) -> None:
        outcome = pipeline.check(Request(str(repository.root)))
        now = store.begin(str(repository.root / ".git/telint"))[1]
        path = str(repository.root / "telint.toml")
        fine = Heard(now, [("out", "fine\n")], {path: state.content(path)}, {path: state.presence(path)})

        assert kept(outcome, 0, fine) is not None
        assert kept(outcome, 0, fine._replace(began=0)) is None
        assert kept(outcome, 0, fine._replace(opened={path: "another"})) is None
        assert kept(outcome, 0, fine._replace(looked_for={path: state.ABSENT})) is None
        assert kept(outcome._replace(basis=outcome.basis._replace(listing="")), 0, fine) is None
        (repository.root / "quiet.py").unlink()
        assert kept(outcome, 0, fine) is None


def test_whoever_asks_whether_something_is_there_says_so() -> None:
    known = r"root|home|places\.root|start|full|real"  # noted before, or nothing that a link of the workspace could lead elsewhere
    asking = re.compile(rf"os\.path\.(?:exists|isfile|lexists|isdir|realpath|islink)\((?!noted\()(?!(?:{known})\))")
    folders = ("clients", "contracts", "documents", "evaluate", "link", "pipeline", "registry", "suppress")
    stages = [path for name in folders for path in (ROOT / "checker" / name).rglob("*.py")]
    stages += [ROOT / "checker" / f"{name}.py" for name in ("config", "loading")]

    assert len(stages) > 100
    assert [(path.name, found[0]) for path in stages for found in [asking.search(path.read_text())] if found] == []


WORDS = st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))


class TestRecords:
    @given(st.dictionaries(st.sampled_from(["key", "said", "seen", "b"]), WORDS))
    def test_what_is_kept_comes_back(self, tmp_path_factory: pytest.TempPathFactory, record: dict[str, list[str]]) -> None:
        path = tmp_path_factory.mktemp("kept") / "a.run"
        path.write_bytes(store.packed(record))

        assert store.load(str(path)) == record

    @given(st.binary())
    def test_what_is_damaged_is_as_good_as_none(self, tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
        path = tmp_path_factory.mktemp("damaged") / "a.run"
        path.write_bytes(data)

        assert recall.shown(str(path), ["check"]) is None

    @needs_git
    def test_a_record_that_was_cut_off_or_lacks_something_is_as_good_as_none(self, repository: Repository) -> None:
        path = next((repository.root / ".git/telint").glob("*.run"))
        whole = path.read_bytes()
        record = store.load(str(path))
        shown = recall.shown(str(path), record["key"])
        for name in record:
            path.write_bytes(store.packed({key: words for key, words in record.items() if key != name}))
            assert recall.shown(str(path), record["key"]) in (None, shown)
        for cut in range(0, len(whole) - 1, 97):
            path.write_bytes(whole[:cut])
            assert store.load(str(path)) == {}
            path.write_bytes(whole[:cut] + bytes([whole[cut] ^ 1]) + whole[cut + 1 :])
            assert store.load(str(path)) == {}

    def test_a_word_with_a_nul_is_not_kept(self, tmp_path: Path) -> None:
        beside, _ = store.begin(str(tmp_path))
        store.save(beside, str(tmp_path / "a.run"), {"said": ["a\0b"]})

        assert list(tmp_path.iterdir()) == []

    def test_presence_tells_kinds_and_links_apart(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        (tmp_path / "link").symlink_to("file")
        (tmp_path / "far").symlink_to("link")
        found = {name: state.presence(str(tmp_path / name)) for name in ("file", "link", "far", "missing", "a\0b")}
        os.replace(_linked(tmp_path / "new", "missing"), tmp_path / "link")

        assert len({found["file"], found["link"], found["missing"], found["a\0b"]}) == 4
        assert state.presence(str(tmp_path / "far")) != found["far"]
        assert state.presence(str(tmp_path / "file")) == found["file"]

    def test_the_state_of_the_tool_is_that_of_each_of_its_files(self, tmp_path: Path) -> None:
        (tmp_path / "rules").mkdir()
        path = tmp_path / "rules/a.yaml"
        path.write_text("one")
        before, times = [*state._states(str(tmp_path))], path.stat()
        time.sleep(0.02)
        path.write_text("two")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

        assert [*state._states(str(tmp_path))] != before

    def test_what_killed_runs_left_behind_goes_after_an_hour_and_takes_no_place(self, tmp_path: Path) -> None:
        for number in range(20):
            (tmp_path / f"{number}.new").write_text("")
        os.utime(tmp_path / "0.new", (0, 0))
        for number in range(3):
            beside, _ = store.begin(str(tmp_path))
            store.save(beside, store.place(str(tmp_path), [str(number)]), {"key": [str(number)]})

        assert len(list(tmp_path.glob("*.run"))) == 3
        assert len(list(tmp_path.glob("*.new"))) == 19

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
    def test_a_pipe_in_the_place_of_a_record_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.run")

        assert store.load(str(tmp_path / "a.run")) == {}


ASKED = (
    Wanted("send"),
    Wanted("deep", within="app.inner"),
    Wanted("add", beside=frozenset({"app_log", "other"})),
    Wanted("own", home="app.quiet"),
)


class TestSilence:
    def test_what_was_asked_comes_back(self) -> None:
        near = (Wanted("x", beside=frozenset({"b", "a"}), near=True),)

        assert set(silent.wanted(silent.words((*ASKED, *near)))) == {*ASKED, *near}

    @pytest.mark.parametrize(
        ("text", "module", "expected"),
        [
            ("x = 1\n", "app.quiet", True),
            ("send(1)\n", "app.quiet", False),
            ("deep(1)\n", "app.quiet", True),
            ("deep(1)\n", "app.inner.most", False),
            ("add(1)\n", "app.quiet", True),
            ("import app_log\nadd(1)\n", "app.quiet", False),
            ("own(1)\n", "app.quiet", False),
            ("own(1)\n", "app.other", True),
            ("\0", "app.quiet", False),
            ("x = 1\n" * 40, "app.quiet", False),
        ],
    )
    def test_a_source_is_silent_where_nothing_that_was_asked_for_stands_in_it(
        self, tmp_path: Path, text: str, module: str, expected: bool
    ) -> None:
        (tmp_path / "a.py").write_text(text)

        assert silent.silent(str(tmp_path), [("a.py", "python", module)], ASKED, 100) is expected

    def test_what_is_no_plain_file_is_not(self, tmp_path: Path) -> None:
        (tmp_path / "b.py").write_text("")
        (tmp_path / "a.py").symlink_to("b.py")

        assert not silent.silent(str(tmp_path), [("a.py", "python", "a")], ASKED, 100)
        assert not silent.silent(str(tmp_path), [("missing.py", "python", "a")], ASKED, 100)
