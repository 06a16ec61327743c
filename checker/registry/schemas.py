"""The JSON Schemas that events state, for those who hold payloads against them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from checker.model.errors import Complaint, Unusable
from checker.registry.files import document


class Schemas(NamedTuple):
    """The schemas that can be read, by path, and what is not JSON."""

    sound: dict[str, Any]
    malformed: tuple[Complaint, ...]


def schemas(root: str, paths: Iterable[str]) -> Schemas:
    """The schemas at `paths`, which are files of the workspace at `root`."""
    sound, malformed = dict[str, Any](), list[Complaint]()
    for path in sorted(set(paths)):
        try:
            sound[path] = document(root, path).data
        except Unusable as unusable:
            malformed += unusable.complaints
    return Schemas(sound, tuple(malformed))
