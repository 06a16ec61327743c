"""The variables that switch telemetry, and what reads them."""

from pathlib import Path

import pytest

from checker.link import link
from checker.link.toggledata import as_data
from checker.link.toggles import toggle_test, wanted
from checker.model.place import FILE_START, Place
from checker.model.producer import EnvApi, Producer
from checker.model.registry import Event, Registry, Variable
from checker.model.source import Wanted
from checker.model.subject import Toggle
from tests.link.whole import EMPTY, opened

HERE = Place("variables.yaml", FILE_START)
STD = Producer("std", "", ("rust", "python"), (), (), "std.yaml", environment=(EnvApi("function", ("os.getenv", "std.env.var"), 0),))
ON = Event("on", HERE, "taxonomy", toggle="APP_ON, APP_OFF")


def declared(*names: str) -> Registry:
    return EMPTY._replace(variables=tuple(Variable(n, HERE, "registry", description="x") for n in names))


def toggles(root: Path, code: str, registry: Registry = EMPTY, *patterns: str) -> dict[str, Toggle]:
    with opened(root, {"app.py": code}) as (facts, files):
        return {t.name: t for t in link(facts, (STD,), registry, files, True, None, None, False, patterns)[0].toggles}


@pytest.mark.parametrize(
    ("name", "fits"),
    [("APP_ON", True), ("APP_OFF", True), ("APP_T", True), ("APP_TX", True), ("APP_A_M", True), ("APP_A_MX", False), ("XAPP_T", False)],
)
def test_which_variables_switch_telemetry(name: str, fits: bool) -> None:
    registry = EMPTY._replace(events={"on": ON})

    assert toggle_test(registry, ("APP_T*", "APP_*_M"))(name) is fits


def test_a_pattern_is_looked_for_by_what_is_rare_in_it() -> None:
    assert wanted((STD,), EMPTY, ("APP_T*", "APP_*_METRICS", "APP_X")) == [
        Wanted("APP_X"),
        Wanted("APP_T*"),
        Wanted("APP_*_METRICS", beside=frozenset(("_METRICS",))),
    ]


def test_nothing_is_looked_for_where_nothing_is_asked() -> None:
    assert wanted((STD,), declared("APP_T"), ()) == []
    assert wanted((STD._replace(environment=()),), EMPTY, ("APP_T",)) == []


def test_a_toggle_has_its_rows_reads_and_events(tmp_path: Path) -> None:
    registry = declared("APP_ON", "APP_X")._replace(events={"on": ON})
    code = 'import os\nA = os.getenv("APP_ON")\nB = os.getenv("APP_ON")\nC = other("APP_OFF")\nD = os.getenv("APP_X")\n'

    found = toggles(tmp_path, code, registry)

    assert {n: ([p.span.line for p in t.reads], [p.span.line for p in t.mentions]) for n, t in found.items()} == {
        "APP_ON": ([2, 3], []),
        "APP_OFF": ([], [4]),
    }
    assert (found["APP_ON"].place, found["APP_OFF"].place.path) == (HERE, "variables.yaml")
    assert [e.name for e in found["APP_ON"].events] == ["on"]


def test_a_variable_that_is_not_declared_has_the_nearest_that_is(tmp_path: Path) -> None:
    found = toggles(tmp_path, 'import os\nA = os.getenv("APP_TELEMETRYS")\n', declared("APP_TELEMETRY"), "APP_TELEMETRY*")

    assert found["APP_TELEMETRYS"].nearest == "APP_TELEMETRY"
    assert found["APP_TELEMETRYS"].place.span.line == 2
    assert found["APP_TELEMETRY"].nearest == ""


@pytest.mark.parametrize(
    "code",
    [
        'def flag(n, d=""):\n    return os.getenv(n, d)\nA = flag("APP_T")',
        'def flag(n):\n    return os.getenv(n)\ndef more(n):\n    return flag(n)\nA = more(n="APP_T")',
        'class C:\n    NAME = "APP_T"\n    def on(self):\n        return os.getenv(self.NAME)',
        'def on():\n    name = "APP_T"\n    return os.getenv(name)',
        'def on():\n    for name in ("APP_T", "APP_U"):\n        os.getenv(name)',
        'def on(b):\n    return os.getenv("APP_T" if b else "APP_U")',
    ],
)
def test_reads_are_followed(code: str, tmp_path: Path) -> None:
    assert toggles(tmp_path, f"import os\n{code}\n", EMPTY, "APP_T")["APP_T"].reads != ()


@pytest.mark.parametrize(
    "code",
    [
        'def flag(n):\n    return n\nA = flag("APP_T")',
        'def flag(n, m):\n    return os.getenv(m)\nA = flag("APP_T", "x")',
        'def flag(n):\n    return flag(n)\nA = flag("APP_T")',
        'A = print("APP_T")',
        'def getenv(n): ...\nA = getenv("APP_T")',
    ],
)
def test_what_does_not_read_is_no_read(code: str, tmp_path: Path) -> None:
    found = toggles(tmp_path, f"import os\n{code}\n", EMPTY, "APP_T")["APP_T"]

    assert found.reads == ()
    assert len(found.mentions) == 1


@pytest.mark.parametrize(
    ("description", "described"),
    [("Turns it off.", True), ("TODO list", True), ("", False), ("TODO", False), ("todo: ", False), ("—", False), ("N/A", False)],
)
def test_a_placeholder_is_no_description(description: str, described: bool) -> None:
    variable = Variable("APP_T", HERE, "registry", description=description)

    assert as_data(Toggle("APP_T", HERE, (variable,), True, False, (), (), (), ""))["described"] is described
