"""A workspace of contract files, read by one source."""

from pathlib import Path

import pytest

from checker import registry
from checker.model.config import RegistrySource
from checker.model.registry import Registry
from tests.link.world import World

#: Real contract files beside the checkout: data of another project, never copied into this one.
REAL = Path(__file__).parents[2].parent / "shared" / "data" / "vox"

real = pytest.mark.skipif(not REAL.is_dir(), reason=f"no real contract files at {REAL}")


def read(root: Path, format: str, files: dict[str, str | bytes], **options: str) -> Registry:
    """The registry in `files`, all of them sources of that format, in their order."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return _read(root, format, tuple(files), options)


def of_real(format: str, *paths: str, **options: str) -> Registry:
    """The registry in files of the real project."""
    return _read(REAL, format, paths, options)


def _read(root: Path, format: str, paths: tuple[str, ...], options: dict[str, str]) -> Registry:
    source = RegistrySource(format, paths, tuple((key.replace("_", "-"), value) for key, value in options.items()))
    return registry.read(str(root), (source,), paths, World())


def said(found: Registry) -> list[str]:
    """All complaints, as people read them."""
    return [str(complaint) for complaint in found.complaints]
