"""The inventory of each whole workspace in fixtures/ is what a careful reader would write down."""

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from checker.cli import main

WORKSPACES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "fixtures", "workspaces")
GOLDS = sorted(n for n in os.listdir(WORKSPACES) if n.endswith(".gold.json"))
FIELDS = ("column", "kind", "events", "event_status", "session_prefix", "context", "class", "level")

Row = Mapping[str, Any]
Key = tuple[str, int, int]


@pytest.fixture
def inventory(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], gold_name: str) -> list[Row]:
    monkeypatch.chdir(os.path.join(WORKSPACES, gold_name.removesuffix(".gold.json")))
    code = main(["inventory", "--format", "json"])
    shown = capsys.readouterr()
    assert code == 0, shown.err
    rows: list[Row] = [_as_gold(c) for c in json.loads(shown.out)["callsites"]]
    return rows


@pytest.mark.parametrize("gold_name", GOLDS)
def test_the_inventory_is_the_gold(inventory: list[Row], gold_name: str) -> None:
    gold = _read(gold_name)

    lines = list(differences(gold["callsites"], inventory))

    assert not lines, f"{gold_name}: {len(lines)} differences\n" + "\n".join(lines)


@pytest.mark.parametrize("gold_name", GOLDS)
def test_what_only_looks_like_a_write_is_not_in_the_inventory(inventory: list[Row], gold_name: str) -> None:
    found = {(r["path"], r["line"]) for r in inventory}

    wrong = [f"{n['path']}:{n['line']}: {n['why']}" for n in _read(gold_name)["negatives"] if (n["path"], n["line"]) in found]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", GOLDS)
def test_every_place_of_the_gold_is_in_its_workspace(name: str) -> None:
    gold = _read(name)

    beyond = [r for r in gold["callsites"] if len(_line(name, r)) < r["column"]]
    empty = [r for r in gold["negatives"] if not _line(name, r).strip()]

    assert not beyond and not empty


def test_every_kind_of_difference_is_told() -> None:
    row = {"path": "a.py", "line": 1, "column": 1, "kind": "facade", "events": ["x"], "event_status": "registered"}
    row |= {"session_prefix": None, "context": "production", "class": "S0", "level": "call"}

    told = list(differences([row, row | {"line": 2}], [row | {"class": "S1"}, row | {"line": 3}]))

    assert told == [
        "differs  a.py:1:1 facade x: class is 'S1', should be 'S0'",
        "missing  a.py:2:1 facade x",
        "extra    a.py:3:1 facade x",
    ]


def test_two_writes_of_one_line_are_told_apart_by_their_columns() -> None:
    row = {"path": "a.py", "line": 1, "column": 1, "kind": "facade", "events": ["x"], "event_status": "registered"}
    row |= {"session_prefix": None, "context": "production", "class": "S0", "level": "call"}

    told = list(differences([row, row | {"column": 9, "events": ["y"]}], [row | {"column": 9, "events": ["y"]}, row]))

    assert told == []


def differences(gold: list[Row], found: list[Row]) -> Iterator[str]:
    """One line for each difference, in the order of the files. A write that is only at another column counts as the same."""
    pairs = _paired(gold, found)
    extra = [f for f in found if not any(f is other for _, other in pairs)]
    told = [(_key(g), line) for g, other in pairs for line in _told(g, other)]
    told += [(_key(f), f"extra    {_name(f)}") for f in extra]
    yield from (line for _, line in sorted(told, key=lambda t: t[0]))


def _paired(gold: list[Row], found: list[Row]) -> list[tuple[Row, Row | None]]:
    exact = {_key(f): f for f in found}
    taken = {_key(g) for g in gold} & set(exact)
    loose = {(f["path"], f["line"], f["kind"]): f for f in found if _key(f) not in taken}
    return [(g, exact.get(_key(g)) or loose.pop((g["path"], g["line"], g["kind"]), None)) for g in gold]


def _told(gold: Row, found: Row | None) -> list[str]:
    if found is None:
        return [f"missing  {_name(gold)}"]
    return [f"differs  {_name(gold)}: {f} is {found[f]!r}, should be {gold[f]!r}" for f in FIELDS if found[f] != gold[f]]


def _as_gold(callsite: Row) -> Row:
    stated = callsite["classification"] or {"class": None, "level": None}
    high = stated["class"].replace("–", "-").split("-")[-1] if stated["class"] else None
    return {**callsite, "events": sorted(callsite["events"]), "class": high, "level": stated["level"]}


def _key(row: Row) -> Key:
    return (row["path"], row["line"], row["column"])


def _name(row: Row) -> str:
    return f"{row['path']}:{row['line']}:{row['column']} {row['kind']} {', '.join(row['events']) or row['event_status']}"


def _read(name: str) -> dict[str, list[Row]]:
    with open(os.path.join(WORKSPACES, name), encoding="utf-8") as file:
        gold: dict[str, list[Row]] = json.load(file)
    return gold


def _line(name: str, row: Row) -> str:
    with open(os.path.join(WORKSPACES, name.removesuffix(".gold.json"), row["path"]), encoding="utf-8") as file:
        lines = file.read().split("\n")
    return lines[int(row["line"]) - 1]
