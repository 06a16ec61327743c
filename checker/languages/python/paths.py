"""What the paths of Python files and pyproject.toml say: package, module, test or not. No parser here: listing files stays cheap."""

from collections.abc import Mapping, Set

from checker.languages.home import Home, Manifest, below, join, nearest, parent, toml_string

NAME = "python"
SUFFIXES = (".py", ".pyi")
MANIFEST = "pyproject.toml"

_TEST_FOLDERS = frozenset({"tests", "test"})


def module(relative: str) -> str:
    """The dotted module of a path below the folder where imports start: `pkg/__init__.py` -> `pkg`, `pkg/a.pyi` -> `pkg.a`."""
    parts = relative.rpartition(".py")[0].split("/")
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


def context(path: str) -> str:
    """`production`, `test` or `example`, as far as the path alone tells."""
    if "test" not in path and "examples" not in path:
        return "production"  # nearly all: spares taking the path apart
    *folders, file = path.split("/")
    stem = file.rpartition(".py")[0]
    if not _TEST_FOLDERS.isdisjoint(folders) or stem == "conftest" or stem.startswith("test_") or stem.endswith("_test"):
        return "test"
    return "example" if "examples" in folders else "production"


def manifest(text: str) -> Manifest | None:
    """The project of a pyproject.toml; None where it only configures tools. Raises `Malformed`."""
    name = toml_string(text, "project", "name")
    if name is None and "poetry" in text:
        name = toml_string(text, "tool.poetry", "name")
    return None if name is None else Manifest(name)


def home(folder: str, manifests: Mapping[str, Manifest], files: Set[str], workspace: str) -> Home:
    """Imports start in `src` of a project, else above the outermost package folder, else at the project's root or beside the script."""
    package = _outermost_package(folder, files)
    root = nearest(folder, manifests)
    if root is not None:
        start = join(root, "src")
        if below(folder, start) is None or join(start, "__init__.py") in files:
            start = root if package is None else parent(package)
        return Home(manifests[root].name, root, start if below(start, root) is not None else root, "")
    if package is not None:
        return Home(package.rpartition("/")[2] or workspace, package, parent(package), "" if package else workspace, bool(package))
    return Home(folder.rpartition("/")[2] or workspace, folder, folder, "", bool(folder))


def _outermost_package(folder: str, files: Set[str]) -> str | None:
    """The topmost package folder that `folder` lies in, with or without `__init__.py` in every folder between. The workspace itself
    counts only as the top of an unbroken chain: a stray `__init__.py` there makes no package of everything."""
    folders = [folder]
    while folders[-1]:
        folders.append(parent(folders[-1]))
    packages = [f for f in folders if join(f, "__init__.py") in files]
    if packages and not packages[-1] and len(packages) < len(folders):
        packages.pop()
    return packages[-1] if packages else None
