"""Which package each source file belongs to, and what its module is called there."""

import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from checker.languages.home import Home, Malformed, Manifest, Paths, join
from checker.model.source import Skipped, Unit

_MAX_MANIFEST_BYTES = 1 << 20


class Placed(NamedTuple):
    """A source file with the name of its unit and its dotted module path."""

    path: str
    unit: str
    module: str


def manifests(root: str, language: Paths, paths: Iterable[str]) -> tuple[dict[str, Manifest], list[Skipped]]:
    """The package files among `paths`, by folder, and those that cannot be read."""
    found: dict[str, Manifest] = {}
    skipped = []
    for path in paths:
        try:
            manifest = language.manifest(_text(root, path))
        except FileNotFoundError:  # tracked, but not in the work tree
            continue
        except (OSError, UnicodeDecodeError, Malformed) as error:
            skipped.append(Skipped(path, f"unreadable: {getattr(error, 'strerror', None) or error}", failed=True))
            continue
        if manifest:
            found[path.rpartition("/")[0]] = manifest
    return found, skipped


def _text(root: str, path: str) -> str:
    real = os.path.realpath(f"{root}/{path}")
    if not real.startswith(root.rstrip("/") + "/") or (os.path.exists(real) and not os.path.isfile(real)):
        raise Malformed("not a file of the workspace")
    with open(real, "rb") as file:
        data = file.read(_MAX_MANIFEST_BYTES + 1)
    if len(data) > _MAX_MANIFEST_BYTES:
        raise Malformed("larger than 1 MiB")
    return data.decode("utf-8-sig")


def place(
    language: Paths, sources: Iterable[str], known: Mapping[str, Manifest], files: frozenset[str], workspace: str
) -> tuple[list[Placed], list[Unit]]:
    """Every source with its unit and module, and the units; a folder is asked about once."""
    homes: dict[str, Home] = {}
    roots = {join(folder, manifest.library_path) for folder, manifest in known.items() if manifest.library_path}
    placed = []
    for path in sources:
        folder = path[: max(path.rfind("/"), 0)]
        home = homes.get(folder)
        if home is None:
            home = homes[folder] = language.home(folder, known, files, workspace)
        inner = "" if path in roots else language.module(path[len(home.start) + 1 :] if home.start else path)
        module = f"{home.prefix}.{inner}" if home.prefix and inner else home.prefix or inner
        placed.append(Placed(path, home.name, module))
    return placed, _units(language, homes.values())


def _units(language: Paths, homes: Iterable[Home]) -> list[Unit]:
    modules: dict[tuple[str, str, bool], set[tuple[str, str]]] = {}
    for home in homes:
        modules.setdefault((home.root, home.name, home.named), set()).add((home.start, home.prefix))
    return [Unit(name, root, language.NAME, tuple(sorted(starts)), named) for (root, name, named), starts in sorted(modules.items())]
