"""Whether what a page points to is there, and where it is now if it is not. Nothing outside the workspace is looked at."""

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from checker.contracts.noted import noted

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
#: What a site generator makes of a page, so that a link may leave it out or name its result.
_ENDINGS = ("", ".md", ".mdx", "/index.md", "/README.md")

#: What a module becomes when it is split into a folder.
_INNER = {"rs": ("mod.rs",), "py": ("__init__.py",)}
#: Folders that stand in every package, so that they tell nothing.
_COMMON = frozenset(("src", "tests", "lib", "app", "core", "docs", "components", ""))
_HALF = 0.5
#: Letters from which a name without separators is a rare one.
_RARE = 14


class Places(NamedTuple):
    """The files and folders of a workspace. `named` gives the paths of each base name."""

    root: str
    paths: frozenset[str]
    folders: frozenset[str]
    named: dict[str, tuple[str, ...]]


def places_of(root: str, paths: Iterable[str]) -> Places:
    """`paths` are all files of the workspace at `root`."""
    files = frozenset(paths)
    named: dict[str, list[str]] = {}
    for path in files:
        named.setdefault(path.rpartition("/")[2], []).append(path)
    return Places(root, files, frozenset(_folders(files)), {name: tuple(sorted(found)) for name, found in named.items()})


def _folders(files: Iterable[str]) -> set[str]:
    found = {""}
    for path in files:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def is_foreign(target: str) -> bool:
    """Whether a link leads to another site, which is never fetched."""
    return _SCHEME.match(target) is not None


def split(target: str) -> tuple[str, str]:
    """The path and the anchor of a link as written, both decoded."""
    path, _, anchor = target.partition("#")
    return _decoded(path.partition("?")[0]), _decoded(anchor)


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    data = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode("utf-8", "surrogatepass"))
    return data.decode("utf-8", "replace")


def resolved(page: str, path: str) -> str | None:
    """`path` as seen from `page`, relative to the root; None where it leads out of the workspace."""
    start = "" if path.startswith("/") else page.rpartition("/")[0]
    steps: list[str] = start.split("/") if start else []
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def exists(places: Places, path: str) -> bool:
    """Whether a file or folder of the workspace is there, one that is not listed (ignored, excluded) included."""
    if path in places.paths or path in places.folders:
        return True
    if "\0" in path or len(path) > 4000:
        return False
    real = os.path.realpath(noted(os.path.join(places.root, path)))
    inside = os.path.realpath(places.root)
    return os.path.commonpath((inside, real)) == inside and os.path.lexists(real)


def found(places: Places, path: str) -> str:
    """The file or folder that a link to `path` reaches, with what a site generator adds to it; `""` where there is none."""
    bare = path.removesuffix(".html")
    tries = [path, *(bare + ending for ending in _ENDINGS)]
    return next((each for each in tries if exists(places, each)), "") if path else ""


def moved(places: Places, path: str) -> str:
    """Where a file that is not there is now: the file of its name that shares most of its way, or the folder it was split into.

    A name such as `mod.rs` stands everywhere: what shares neither its folder nor half of the words of its way is another file, unless
    the name itself is a rare one.
    """
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    split_into = [f"{stem}/{inner}" for inner in _INNER.get(ending, ())]
    inside = next((there for each in split_into if (there := "/".join([*path.split("/")[:-1], each])) in places.paths), "")
    if inside:
        return inside
    names = places.named.get(f"{stem}.{ending}" if ending else path.rpartition("/")[2], ())
    folders = [each for inner in split_into for each in places.named.get(inner.rpartition("/")[2], ()) if each.endswith(f"/{inner}")]
    ranked = sorted(((_likeness(path, other), other) for other in (*names, *folders)), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return ""
    (same_folder, shared), best = ranked[0]
    rare = len(ranked) == 1 and ("_" in stem or "-" in stem or len(stem) > _RARE)
    return best if rare or same_folder or shared >= _HALF else ""


def _likeness(path: str, other: str) -> tuple[bool, float]:
    """Whether two paths end in the same folder, and the share of the words of the one's way that the other's has."""
    ways = [re.split(r"[/_.-]", each.rpartition("/")[0]) for each in (path, other)]
    way, others = (frozenset(words) for words in ways)
    return ways[0][-1] == ways[1][-1] and ways[0][-1] not in _COMMON, len(way & others) / len(way)
