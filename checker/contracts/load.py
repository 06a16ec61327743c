"""The one way a contract, rule or configuration file is read, by its suffix."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from checker.contracts.document import Document, Fault, Node, chunks_of, leaf, line_column, line_starts
from checker.model.errors import Complaint, Unusable

#: Paths that start so name a file shipped with telint, below its `contracts` folder.
SHIPPED = "telint:"
MAX_BYTES = 8 * 1024 * 1024


@lru_cache(maxsize=64)
def load(path: str, text: str | bytes) -> Document:
    """The document in `text`; `path` tells the format and is what complaints say. Raises `Unusable` where it cannot be read.

    The last ones are kept: some are read ahead, and some by several who know nothing of each other.
    """
    if len(text) > MAX_BYTES:
        raise Unusable(Complaint(path, 1, 1, f"larger than {MAX_BYTES // 1024 // 1024} MiB"))
    words = _decoded(path, text) if isinstance(text, bytes) else text
    words = words.removeprefix("\ufeff")
    starts = line_starts(words)
    try:
        data, root = _parser(path)(words)
    except Fault as fault:
        raise Unusable(*(Complaint(path, *line_column(starts, at), message) for at, message in sorted(fault.faults))) from fault
    return Document(path, words, data, root, starts, chunks_of(words))


def glance(root: str, path: str) -> Document | None:
    """A JSON document without the places in it, for whoever needs them only if something is wrong; None where it has to be read in full."""
    from checker.contracts.json_text import glance as seen

    try:
        text = _decoded(path, _content(root, path)).removeprefix("\ufeff")
        return Document(path, text, seen(text), leaf(0, 0), (0,))
    except (Fault, Unusable):
        return None


def read(root: str, path: str) -> Document:
    """The document in a file below `root`, with `path` (relative) as its name. Raises `Unusable` where it cannot be read."""
    return load(path, _content(root, path))


def _content(root: str, path: str) -> bytes:
    """The bytes of a file, at most one more than is read."""
    import os

    from checker.contracts.noted import noted

    full = noted(os.path.join(root, path))
    if os.path.exists(full) and not os.path.isfile(full):
        # A pipe would be waited for.
        raise Unusable(Complaint(path, 0, 0, "cannot be read: not a file"))
    if _leads_out(root, path, full):
        raise Unusable(Complaint(path, 0, 0, "is a link that leads out of the workspace, so it is not read"))
    try:
        with open(full, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unusable(Complaint(path, 0, 0, f"cannot be read: {error.strerror}")) from error


def _leads_out(root: str, path: str, full: str) -> bool:
    """Whether a relative path, which is `full` below `root`, ends outside of it, links followed. What ships with telint may be links: some
    installers make them."""
    import os

    from checker.data import folder

    if os.path.isabs(path) or root.startswith((folder("rules"), folder("contracts"))):
        return False
    home = os.path.realpath(root)
    return os.path.commonpath((home, os.path.realpath(full))) != home


def _parser(path: str) -> Callable[[str], tuple[Any, Node]]:
    if path.endswith(".toml"):
        from checker.contracts.toml_text import parse
    elif path.endswith(".json"):
        from checker.contracts.json_text import parse
    elif path.endswith((".md", ".markdown")):
        from checker.contracts.markdown_text import parse
    else:
        from checker.contracts.yaml_text import parse
    return parse


def _decoded(path: str, text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        before = text[: error.start].decode()
        line, column = line_column(line_starts(before), len(before))
        raise Unusable(Complaint(path, line, column, "not valid UTF-8")) from error
