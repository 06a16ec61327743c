"""What the paths of SQL files say: they belong to no package and are no module that anything could import."""

from collections.abc import Mapping, Set

from checker.languages.home import Home, Manifest

NAME = "sql"
SUFFIXES = (".sql",)
MANIFEST = ""

_TEST_FOLDERS = frozenset({"tests", "test", "fixtures", "testdata"})


def module(relative: str) -> str:
    """The path as it is: no name in code is spelled with a suffix and slashes, so that none can mean this file."""
    return f"/{relative}"


def context(path: str) -> str:
    """`production`, `test` or `example`, as far as the path alone tells."""
    folders = path.split("/")[:-1]
    if not _TEST_FOLDERS.isdisjoint(folders):
        return "test"
    return "example" if "examples" in folders else "production"


def manifest(text: str) -> Manifest | None:
    """None: there are no package files."""
    return None


def home(folder: str, manifests: Mapping[str, Manifest], files: Set[str], workspace: str) -> Home:
    """The folder that holds the file."""
    return Home(folder.rpartition("/")[2] or workspace, folder, "", "", named=False)
