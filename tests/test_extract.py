"""Facts on demand: what is searched for is found, in one process or several, and what cannot be read is said."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from checker.discover import discover
from checker.extract import Facts, extracting
from checker.extract.engine import Extractor
from checker.extract.worker import _answered, _lean, _receive, _send, hire
from checker.model.facts import FileFacts, Problem
from checker.model.place import FILE_START
from checker.model.source import SourceFile, Wanted

FILES = {
    "a.py": "from b import other\n\n\ndef alpha():\n    other()\n    x.add(1)\n",
    "b.py": "import c\n\n\ndef other():\n    c.deep()\n",
    "c.py": "def deep():\n    pass\n\n\nalphabet = 1\n",
    "src/lib.rs": "pub fn alpha() { other(); }\n",
}


@pytest.fixture
def files(tmp_path: Path) -> tuple[SourceFile, ...]:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return discover(str(tmp_path), (), (), 1 << 20).files


@pytest.fixture(params=[1, 2])
def facts(request: pytest.FixtureRequest, tmp_path: Path, files: tuple[SourceFile, ...]) -> Iterator[Facts]:
    with extracting(str(tmp_path), files, request.param) as source:
        yield source


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


def test_definitions_are_asked_for_by_module_or_file(facts: Facts) -> None:
    assert [f.name for found in facts.at("b", frozenset(["other"])) for f in found.functions] == ["b.other"]
    assert [f.name for found in facts.file("c.py", frozenset(["deep"])) for f in found.functions] == ["c.deep"]
    assert list(facts.at("gone", frozenset(["other"]))) == []
    assert list(facts.file("gone.py", frozenset(["other"]))) == []
    assert facts.is_module("b") and not facts.is_module("gone")


def test_what_was_read_is_counted(facts: Facts, tmp_path: Path) -> None:
    (tmp_path / "b.py").unlink()
    list(facts.about([Wanted("alpha")]))

    tally = facts.tally()

    assert tally.parsed == 2
    assert [path for path, _ in tally.failed] == ["b.py"]


def test_a_file_with_nul_bytes_is_a_problem_even_if_no_name_stands_in_it(tmp_path: Path) -> None:
    (tmp_path / "wide.py").write_bytes("import tel\n".encode("utf-16"))
    found = discover(str(tmp_path), (), (), 1 << 20).files

    with extracting(str(tmp_path), found, 0) as source:
        (only,) = source.about([Wanted("tel")])

    assert "NUL" in only.problems[0].why


def test_what_fails_in_a_worker_fails_in_the_run(tmp_path: Path, files: tuple[SourceFile, ...]) -> None:
    worker = hire(str(tmp_path), files)

    worker.ask("no_such_question")
    with pytest.raises(AttributeError):
        worker.answer()
    worker.dismiss()


def test_a_worker_answers_like_the_process_itself(tmp_path: Path, files: tuple[SourceFile, ...]) -> None:
    extractor, told = Extractor(str(tmp_path), files), set[str]()

    ok, first = _answered(extractor, ("about", ((Wanted("other"),),)), told)
    _, again = _answered(extractor, ("file", ("a.py", frozenset(["alpha"]))), told)
    counted, tally = _answered(extractor, ("tally", ()), told)
    failed, error = _answered(extractor, ("about", (3,)), told)

    assert ok and [f.imports != () for f in first] == [True, True, False]  # type: ignore[attr-defined]
    assert [f.imports for f in again] == [()]  # type: ignore[attr-defined]
    assert counted and tally == extractor.tally()
    assert not failed and isinstance(error, TypeError)


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
