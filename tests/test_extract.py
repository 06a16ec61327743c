"""Facts on demand: what is searched for is found, in one process or several, and what cannot be read is said."""

import os
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pytest

from checker.discover import discover
from checker.extract import Begun, Facts, extracting
from checker.extract.engine import Extractor, Hit
from checker.extract.rounds import Open, answered
from checker.extract.shares import MANY, processes, shared
from checker.extract.worker import _answer, _lean, _receive, _send, _tried, hire
from checker.model.errors import Unusable
from checker.model.facts import FileFacts, Problem
from checker.model.place import FILE_START
from checker.model.source import SourceFile, Wanted, Workspace

FILES = {
    "a.py": "from b import other\n\n\ndef alpha():\n    other()\n    x.add(1)\n",
    "b.py": "import c\n\n\ndef other():\n    c.deep()\n",
    "c.py": "def deep():\n    pass\n\n\nalphabet = 1\n",
    "src/lib.rs": "pub fn alpha() { other(); }\n",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return discover(str(tmp_path), (), (), 1 << 20)


@pytest.fixture(params=[1, 2, 3])
def facts(request: pytest.FixtureRequest, workspace: Workspace) -> Iterator[Facts]:
    with extracting(lambda: workspace, request.param) as begun:
        yield begun()[1]


def calls(found: Iterable[FileFacts]) -> list[tuple[str, str]]:
    return [(f.path, c.callee) for f in found for c in f.calls]


def test_every_file_that_has_a_name_answers_in_order(facts: Facts) -> None:
    found = list(facts.about([Wanted("other"), Wanted("deep")]))

    assert [f.path for f in found] == ["a.py", "b.py", "c.py", "src/lib.rs"]
    assert calls(found) == [("a.py", "other"), ("b.py", "c.deep"), ("src/lib.rs", "other")]


def test_a_name_stands_for_itself_and_not_for_longer_ones(facts: Facts) -> None:
    assert [f.path for f in facts.about([Wanted("alpha")])] == ["a.py", "src/lib.rs"]
    assert [f.path for f in facts.about([Wanted("alpha*")])] == ["a.py", "c.py", "src/lib.rs"]


def test_a_member_stands_behind_a_dot(facts: Facts) -> None:
    assert calls(facts.about([Wanted(".add")])) == [("a.py", "x.add")]
    assert calls(facts.about([Wanted(".other")])) == []


def test_a_name_is_looked_for_within_a_module_or_beside_a_word(facts: Facts) -> None:
    assert [f.path for f in facts.about([Wanted("other", within="a")])] == ["a.py"]
    assert [f.path for f in facts.about([Wanted("other", beside=frozenset(["deep"]))])] == ["b.py"]
    assert [f.path for f in facts.about([Wanted("other", beside=frozenset(["b"]), near=True)])] == ["a.py"]
    assert [f.path for f in facts.about([Wanted("other", beside=frozenset(["nowhere"]), home="b")])] == ["b.py"]


def test_one_of_many_modules_that_a_file_imports_will_do(facts: Facts) -> None:
    modules = frozenset([*(f"a{i}.a{i}" for i in range(100)), "b"])

    assert [f.path for f in facts.about([Wanted("other", beside=modules, near=True)])] == ["a.py"]


def test_definitions_are_asked_for_by_module_or_file(facts: Facts) -> None:
    assert [f.name for found in facts.at("b", frozenset(["other"])) for f in found.functions] == ["b.other"]
    assert [f.name for found in facts.file("c.py", frozenset(["deep"])) for f in found.functions] == ["c.deep"]
    assert list(facts.at("gone", frozenset(["other"]))) == []
    assert list(facts.file("gone.py", frozenset(["other"]))) == []
    assert facts.is_module("b") and not facts.is_module("gone")


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_what_was_read_is_counted(workspace: Workspace, jobs: int) -> None:
    Path(workspace.root, "b.py").unlink()
    with extracting(lambda: workspace, jobs) as begun:
        facts = begun()[1]
        list(facts.about([Wanted("alpha")]))
        tally = facts.tally()

    assert tally.parsed == 2
    assert [path for path, _ in tally.failed] == ["b.py"]


def test_a_file_with_nul_bytes_is_a_problem_even_if_no_name_stands_in_it(tmp_path: Path) -> None:
    (tmp_path / "wide.py").write_bytes("import tel\n".encode("utf-16"))
    for wanted in (Wanted("tel"), Wanted("tel", within="wide"), Wanted("tel", home="wide", beside=frozenset({"other"}))):
        with extracting(lambda: discover(str(tmp_path), (), (), 1 << 20), 0) as begun:
            (only,) = begun()[1].about([wanted])

        assert "NUL" in only.problems[0].why


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_what_an_answer_rests_on_is_all_that_was_asked_also_by_a_copy(tmp_path: Path, jobs: int) -> None:
    for name in ("one", "two", "three", "four"):
        (tmp_path / f"{name}.py").write_text(f"def {name}():\n    return tel()\n" if name != "four" else "x = 1\n")
    with extracting(lambda: discover(str(tmp_path), (), (), 1 << 20), jobs) as begun:
        facts = begun()[1]
        list(facts.about([Wanted("one")]))
        done = facts.beside(lambda: [len(list(facts.about([Wanted("two")]))), len(list(facts.file("three.py", frozenset({"three"}))))])
        assert done() == [1, 1]

        asked, met = facts.rests_on()
        assert (set(asked), set(met)) == ({Wanted("one"), Wanted("two")}, {"one.py", "two.py", "three.py"})


def test_what_fails_in_a_worker_fails_in_the_run(workspace: Workspace) -> None:
    worker = hire(lambda: workspace, 2, 1)

    assert worker.answer() == workspace
    worker.ask("no_such_question")
    with pytest.raises(AttributeError):
        worker.answer()
    worker.dismiss()
    worker.wait()


def test_a_workspace_that_cannot_be_found_fails_in_the_run(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="no such folder"), extracting(lambda: discover(str(tmp_path / "gone"), (), (), 1), 2) as begun:
        begun()


def test_a_run_that_ends_before_a_copy_has_answered_leaves_nobody_behind(workspace: Workspace) -> None:
    def ends(begun: Begun) -> None:
        begun()[1].beside(lambda: time.sleep(600))
        raise KeyError

    with pytest.raises(KeyError), extracting(lambda: workspace, 2) as begun:
        ends(begun)

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_run_that_ends_before_the_workspace_is_found_leaves_nobody_behind(workspace: Workspace) -> None:
    with pytest.raises(KeyError), extracting(lambda: workspace, 2):
        raise KeyError

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_every_file_has_one_process() -> None:
    files = [SourceFile(f"{i:03}.py", "python", "", "", "production") for i in range(MANY)]
    shares = shared(files, 3)

    assert sorted(chain.from_iterable(shares)) == files
    assert [len(share) for share in shares] == [0, 150, 150] and [len(share) for share in shared(files, 1)] == [300]
    assert processes(MANY - 1, 0) == 1 and processes(2, 5) == 2 and processes(0, 5) == 1


def test_the_parts_of_a_search_are_the_search(workspace: Workspace) -> None:
    extractor = Extractor(workspace.root, workspace.files, workspace.files)
    for wanted in ([Wanted("other"), Wanted("deep", home="c")], [Wanted("other", within="a", beside=frozenset(["b"]))]):
        parts = [extractor.hits(wanted, part, 3) for part in range(3)]

        assert sorted(chain.from_iterable(parts)) == sorted(extractor.hits(wanted)) != []


def test_a_file_is_parsed_where_it_was_before_and_else_by_whoever_asks_first() -> None:
    home = {"old": 1, "mine": 0}
    todo = Open(home)
    todo.add(Hit(path, frozenset(), size) for path, size in [("small", 1), ("old", 9), ("large", 8), ("mine", 1), ("middle", 5)])

    given = [(process, [hit.path for hit in todo.next(process)]) for process in (1, 1, 0, 0, 2, 2, 0)]

    assert given == [(1, ["old"]), (1, ["large"]), (0, ["mine"]), (0, ["middle"]), (2, ["small"]), (2, []), (0, [])]
    assert home == {"old": 1, "mine": 0, "large": 1, "middle": 0, "small": 2}


def test_what_one_finds_another_parses_if_it_has_before(workspace: Workspace) -> None:
    class Prompt:
        """A worker whose answers are there at once."""

        def __init__(self, *found: Hit) -> None:
            self.asked, self._answers = ["hits"], [list[object](found)]

        def has_answered(self) -> bool:
            return True

        def ask(self, question: str, share: list[Hit]) -> None:
            self.asked.append(question)
            self._answers.append([f"{hit.path} by {id(self)}" for hit in share])

        def answer(self) -> list[object]:
            del self.asked[:1]
            return self._answers.pop(0)

    idle, finder = Prompt(), Prompt(Hit("a.py", frozenset(), 1))
    own = Extractor(workspace.root, workspace.files, ())

    assert answered(own, [idle, finder], {"a.py": 1}, []) == [f"a.py by {id(idle)}"]  # type: ignore[list-item, comparison-overlap]


def test_a_worker_answers_like_the_process_itself(tmp_path: Path, workspace: Workspace) -> None:
    extractor, told = Extractor(str(tmp_path), workspace.files, workspace.files), set[str]()

    first = _answer(extractor, ("facts", (extractor.hits([Wanted("other")]),)), told)
    again = _answer(extractor, ("file", ("a.py", frozenset(["alpha"]))), told)
    failed, error = _tried(lambda: _answer(extractor, ("hits", (3,)), told))

    assert [f.imports != () for f in first] == [True, True, False]  # type: ignore[attr-defined]
    assert [f.imports for f in again] == [()]  # type: ignore[attr-defined]
    assert _answer(extractor, ("tally", ()), told) == extractor.tally()
    assert not failed and isinstance(error, TypeError)


def test_a_file_is_asked_again_only_for_what_it_may_define(facts: Facts) -> None:
    assert [f.path for f in facts.file("src/lib.rs", frozenset(["beta"]))] == ["src/lib.rs"]
    assert list(facts.file("src/lib.rs", frozenset(["zeta"]))) == []
    assert [f.functions[0].name.rpartition(".")[2] for f in facts.file("src/lib.rs", frozenset(["alpha"]))] == ["alpha"]


def test_what_was_told_of_a_file_is_not_told_again() -> None:
    facts, told = FileFacts("a.py", "python", "a", problems=(Problem(FILE_START, "odd"),)), set[str]()

    assert [len(_lean([facts], told)[0].problems) for _ in range(2)] == [1, 0]


def test_values_of_any_size_go_through_a_pipe_and_its_end_is_seen() -> None:
    out, into = os.pipe()
    pieces: list[object] = [(True, ["ä" * 9000]), None, 3]
    for piece in pieces:
        _send(into, piece)
    os.close(into)

    assert [_receive(out) for _ in pieces] == pieces
    assert _receive(out) is None
    os.close(out)


def test_a_part_of_the_work_is_done_beside(facts: Facts) -> None:
    list(facts.about([Wanted("other")]))

    rest = facts.beside(lambda: [t.name for f in facts.file("b.py", frozenset(["other"])) for t in f.functions])

    assert calls(facts.about([Wanted("deep")])) == [("b.py", "c.deep")]
    assert rest() == ["b.other"]


def test_a_copy_asks_the_workers_on_a_line_of_its_own_and_is_told_what_is_new(facts: Facts) -> None:
    list(facts.about([Wanted("other")]))

    rest = facts.beside(lambda: [(f.path, len(f.imports)) for f in facts.about([Wanted("deep"), Wanted("alpha")])])

    assert [len(f.imports) for f in facts.about([Wanted("deep")]) if f.path == "c.py"] == [0]
    # What was said before the copy was made need not be said again, but for what this process has parsed itself.
    assert [path for path, _ in rest()] == ["a.py", "b.py", "c.py", "src/lib.rs"]
    second = facts.beside(lambda: [f.path for f in facts.about([Wanted("alpha")])])
    assert second() == ["a.py", "src/lib.rs"]


def test_a_search_begun_ahead_is_the_next_answer_unless_something_else_is_asked(facts: Facts) -> None:
    facts.ahead((Wanted("alpha"),))
    assert [f.path for f in facts.about([Wanted("alpha")])] == ["a.py", "src/lib.rs"]
    facts.ahead((Wanted("alpha"),))
    assert [f.path for f in facts.about([Wanted("deep")])] == ["b.py", "c.py"]
    facts.ahead((Wanted("alpha"),))
    assert [t.name for f in facts.file("b.py", frozenset(["other"])) for t in f.functions] == ["b.other"]
    facts.ahead((Wanted("alpha"),))
    assert facts.tally().parsed == 4


def test_what_fails_beside_fails_where_it_is_waited_for(facts: Facts) -> None:
    rest = facts.beside(lambda: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        rest()


def test_a_home_alone_is_where_a_name_is_looked_for(facts: Facts) -> None:
    assert calls(facts.about([Wanted("other", home="a")])) == [("a.py", "other")]
    assert calls(facts.about([Wanted("other", home="nowhere")])) == []
