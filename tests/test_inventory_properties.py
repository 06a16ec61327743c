"""The inventory says what is written, not how the sources happen to be laid out: rewritings that change nothing change nothing."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.cli import main
from checker.extract import Facts
from checker.model.facts import FileFacts
from checker.model.source import Wanted
from tests.variations import MARK, joined, sources, split, splittable, with_renamed_locals

WORKSPACES = Path(__file__).parent.parent / "fixtures" / "workspaces"
NAMES = sorted(p.name for p in WORKSPACES.iterdir() if p.is_dir())
SPLITS = [(name, path) for name in NAMES for path in splittable(WORKSPACES / name)]

PYTHON = """\
class Unrelated:
    def __init__(self, value):
        self.value = value

    def total(self, other):
        name = f"{self.value}.{other}"
        return name


def helper(*args, **kwargs):
    return Unrelated(args).total(kwargs)
"""
RUST = """\
//! Nothing of this is telemetry.
pub struct Unrelated { value: u64 }
impl Unrelated {
    pub fn total(&self, other: u64) -> String { let name = format!("{}.{other}", self.value); name }
}
pub const UNRELATED: &str = "unrelated";
"""


class Inventory:
    """Runs `telint inventory` in a fixture and in copies of it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys

    def copy(self, name: str) -> Path:
        return Path(shutil.copytree(WORKSPACES / name, self._folder / name))

    def text(self, root: Path) -> str:
        self._monkeypatch.chdir(root)
        code = main(["inventory", "--format", "json"])
        said = self._capsys.readouterr()
        assert code == 0, said.err
        return said.out


@pytest.fixture
def inventory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Inventory:
    return Inventory(tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    """The reports on the fixtures as they are, made once."""
    return {}


@pytest.fixture
def before(inventory: Inventory, known: dict[str, str], name: str) -> str:
    """The report on a fixture as it is."""
    if name not in known:
        known[name] = inventory.text(WORKSPACES / name)
    return known[name]


def rows(report: str) -> list[str]:
    """The callsites of a report without the places, in an order of their own."""
    return sorted(json.dumps(_placeless(site), sort_keys=True) for site in json.loads(report)["callsites"])


def _placeless(value: Any) -> Any:
    if isinstance(value, list):
        return [_placeless(each) for each in value]
    if isinstance(value, dict):
        return {k: _placeless(v) for k, v in value.items() if k not in ("line", "column", "end_line", "end_column")}
    return value


@pytest.mark.parametrize("name", NAMES)
def test_the_names_of_locals_do_not_matter(inventory: Inventory, before: str, name: str) -> None:
    root = inventory.copy(name)

    renamed = sum(with_renamed_locals(path) for path in sources(root))

    assert renamed > 0
    assert rows(inventory.text(root).replace(MARK, "")) == rows(before)


@pytest.mark.parametrize("name", NAMES)
def test_files_that_have_nothing_to_do_with_it_do_not_matter(inventory: Inventory, before: str, name: str) -> None:
    root = inventory.copy(name)

    for folder in {path.parent for path in sources(root)}:
        (folder / "aaa_unrelated.py").write_text(PYTHON, "utf-8")
        (folder / "zzz_unrelated.rs").write_text(RUST, "utf-8")

    assert rows(inventory.text(root)) == rows(before)


class Backwards(Facts):
    """Answers in the opposite order."""

    def about(self, wanted: Iterable[Wanted]) -> Iterator[FileFacts]:
        return iter(list(super().about(wanted))[::-1])


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_files_does_not_matter(inventory: Inventory, before: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root = inventory.copy(name)

    monkeypatch.setattr("checker.extract.crew.Facts", Backwards)

    assert inventory.text(root) == before


@pytest.mark.parametrize(("name", "path"), SPLITS)
def test_a_module_split_in_two_with_a_re_export_is_the_same_module(inventory: Inventory, before: str, name: str, path: str) -> None:
    root = inventory.copy(name)

    split(root / path)

    assert rows(joined(inventory.text(root), path)) == rows(before)
