"""What is shipped: the wheel has everything that the package reads, and the project's files agree with each other."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from checker import __version__
from checker.data import folder

ROOT = Path(__file__).parent.parent
FOLDERS = ("rules", "contracts", "fixtures/rules")


@pytest.mark.parametrize("name", FOLDERS)
def test_a_checkout_is_read_in_place(name: str) -> None:
    assert folder(name) == str(ROOT / name)
    assert os.path.isdir(folder(name))


def test_finding_the_folders_costs_no_import() -> None:
    source = (ROOT / "checker/data.py").read_text()

    assert [line for line in source.splitlines() if line.startswith(("import", "from"))] == ["import os"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    argv = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    built = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(out.glob("telint-*.whl"))


def shipped(*suffixes: str) -> set[str]:
    """The files of a checkout that a user's installation needs, by their path in the wheel."""
    inside = {p.relative_to(ROOT).as_posix() for p in ROOT.glob("checker/**/*") if p.suffix in suffixes or p.name == "py.typed"}
    beside = {f"checker/_data/{p.relative_to(ROOT).as_posix()}" for name in FOLDERS for p in (ROOT / name).rglob("*") if p.is_file()}
    return inside | beside


@pytest.mark.slow
def test_the_wheel_holds_code_queries_rules_contracts_and_pages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        info = archive.read(f"telint-{__version__}.dist-info/entry_points.txt").decode()

    assert shipped(".py", ".scm", ".html", ".css", ".js") <= names
    assert f"telint-{__version__}.dist-info/licenses/LICENSE" in names
    assert not any(name.startswith(("tests/", "benchmarks/")) for name in names)
    assert "telint = checker.cli:run" in info


@pytest.mark.slow
def test_an_installed_package_finds_what_it_carries(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    program = f"import sys; sys.path.insert(0, {str(site)!r}); from checker.data import folder; print(*map(folder, {FOLDERS!r}), sep='\\n')"

    told = subprocess.run([sys.executable, "-I", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert told.splitlines() == [str(site / "checker/_data" / name) for name in FOLDERS]
    for name in FOLDERS:
        inside = {p.relative_to(site / "checker/_data") for p in (site / "checker/_data" / name).rglob("*") if p.is_file()}
        assert inside == {p.relative_to(ROOT) for p in (ROOT / name).rglob("*") if p.is_file()}


def test_every_dependency_and_exception_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    dependencies = text[text.index("\ndependencies = [") : text.index("[project.optional-dependencies]")].splitlines()[2:-2]
    ignored = [part[: part.index("\n]")] for part in text.split("ignore_imports = [\n")[1:]]

    assert dependencies[0].lstrip().startswith("#")
    assert ignored
    assert all(part.lstrip().startswith("#") for part in ignored)


def test_every_import_of_the_package_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {requirement.split(">")[0].lower().replace("-", "_") for requirement in project["dependencies"]}
    imported = {"yaml": "pyyaml", "re2": "google_re2", "google": "protobuf", "markdown_it": "markdown_it_py"}
    lines = [line.split() for path in (ROOT / "checker").rglob("*.py") for line in path.read_text().splitlines()]
    top = {words[1].split(".")[0] for words in lines if len(words) > 1 and words[0] in ("import", "from") and words[1].isidentifier()}
    foreign = {name for name in top if name not in sys.stdlib_module_names and name not in ("checker", "_typeshed")}

    assert {imported.get(name, name) for name in foreign} <= names
