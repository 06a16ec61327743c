"""What the paths of Rust files and Cargo.toml say: crate, module, test or not. No parser here, so that listing files stays cheap."""

from collections.abc import Mapping, Set

from checker.languages.home import Home, Malformed, Manifest, below, join, nearest, parent, toml_string

NAME = "rust"
SUFFIXES = (".rs",)
MANIFEST = "Cargo.toml"

_TEST_FOLDERS = frozenset({"tests", "benches"})
_TARGET_FOLDERS = ("tests", "benches", "examples")


def module(relative: str) -> str:
    """The dotted module of a path below a source root: `store/mod.rs` -> `store`, `lib.rs` -> ``, `bin/x.rs` -> `bin.x`.

    `main.rs` in a folder is the root of a program there (`bin/x/main.rs` -> `bin.x`, `it/main.rs` below `tests` -> `it`).
    """
    dotted = relative.removesuffix(".rs").replace("-", "_").replace("/", ".")
    last = dotted[dotted.rfind(".") + 1 :]
    if last in ("mod", "main") or dotted == "lib":
        return dotted[: -len(last) - 1]
    return dotted


def context(path: str) -> str:
    """`production`, `test` or `example`, as far as the path alone tells; `#[cfg(test)]` inside a file is for the extractor."""
    if "test" not in path and "benches" not in path and "examples" not in path:
        return "production"  # nearly all: spares taking the path apart
    *folders, file = path.split("/")
    stem = file.removesuffix(".rs")
    if not _TEST_FOLDERS.isdisjoint(folders) or stem == "tests" or stem.startswith("test_") or stem.endswith(("_test", "_tests")):
        return "test"
    return "example" if "examples" in folders else "production"


def manifest(text: str) -> Manifest | None:
    """The package of a Cargo.toml; None for a virtual one, which only lists members. Raises `Malformed`."""
    name = toml_string(text, "package", "name")
    if name is None and "[package]" in text:
        raise Malformed("[package] states no name")
    if name is None:
        return None
    if "[lib]" not in text and "[ lib" not in text:
        return Manifest(name)
    return Manifest(name, toml_string(text, "lib", "name") or "", toml_string(text, "lib", "path") or "")


def home(folder: str, manifests: Mapping[str, Manifest], _files: Set[str], workspace: str) -> Home:
    """`src` is the crate itself, `tests`, `benches` and `examples` are modules of it, and so is what stands beside the manifest."""
    root = nearest(folder, manifests)
    if root is None:
        return _bare(folder, workspace)
    package = manifests[root]
    crate = (package.library or package.name).replace("-", "_")
    library = join(root, parent(package.library_path)) if package.library_path else join(root, "src")
    if below(folder, library) is not None:
        return Home(package.name, root, library, crate)
    first = (below(folder, root) or "").partition("/")[0]
    if first in _TARGET_FOLDERS:
        return Home(package.name, root, join(root, first), f"{crate}.{first}")
    return Home(package.name, root, join(root, "src") if first == "src" else root, crate)


def _bare(folder: str, workspace: str) -> Home:
    """A crate without a manifest: the folder above the nearest `src`, else the folder itself."""
    parts = folder.split("/") if folder else []
    if "src" in parts:
        start = len(parts) - parts[::-1].index("src")
        root = "/".join(parts[: start - 1])
        return _named(root, "/".join(parts[:start]), workspace)
    return _named(folder, folder, workspace)


def _named(root: str, start: str, workspace: str) -> Home:
    name = root.rpartition("/")[2] or workspace
    return Home(name, root, start, name.replace("-", "_"), bool(root))
