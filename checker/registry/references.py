"""The references of a JSON Schema: each one within the workspace leads to something, and none back to itself. Nothing is fetched."""

import os
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from checker.contracts import Document, complain, suggestion
from checker.contracts.noted import noted
from checker.model.errors import Complaint, Unusable
from checker.registry.files import document, stays

_Pointer = tuple[str | int, ...]
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
#: Where data stands and no schema, so that a `$ref` in it is none.
_DATA = frozenset({"enum", "const", "default", "examples"})
#: The keywords whose schemas judge the very value that the schema around them judges.
_IN_PLACE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")
_MAX_STEPS = 64


class _Broken(Exception):
    """A reference that leads nowhere, and why."""


def faults(root: str, schema: Document) -> Iterator[Complaint]:
    """A complaint for each reference that leads nowhere, and one for each ring of references."""
    targets, wrong = dict[_Pointer, _Pointer](), list[Complaint]()
    for at, reference in _references(schema.data, ()):
        try:
            target = _target(root, schema, reference)
        except _Broken as broken:
            wrong.append(complain(schema, (*at, "$ref"), str(broken)))
        else:
            if target is not None:
                targets[at] = target
    yield from wrong
    yield from _rings(schema, targets)


def _references(part: Any, at: _Pointer) -> Iterator[tuple[_Pointer, str]]:
    """Every reference with the schema it stands in. A part with an id of its own has a base of its own, and is left out."""
    if isinstance(part, dict):
        if at and isinstance(part.get("$id"), str) and not part["$id"].startswith("#"):
            return
        if isinstance(part.get("$ref"), str):
            yield at, part["$ref"]
        for key, below in part.items():
            if key not in _DATA or (at and at[-1] == "properties"):
                yield from _references(below, (*at, key))
    elif isinstance(part, list):
        for number, below in enumerate(part):
            yield from _references(below, (*at, number))


def _target(root: str, schema: Document, reference: str) -> _Pointer | None:
    """The pointer of what a reference names in the same file; None where it is sound and elsewhere. Raises `_Broken`."""
    base, _, fragment = reference.partition("#")
    own = schema.data.get("$id")
    if not base or (isinstance(own, str) and base == own.rstrip("#")):
        return _find(schema.data, fragment, schema.path)
    if _SCHEME.match(base) or base.startswith("//"):
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(schema.path), _plain(base)))
    if path == schema.path:
        return _find(schema.data, fragment, path)
    if not stays(path):
        raise _Broken(f'"{base}" leads out of the workspace')
    _find(_other(root, path), fragment, path)
    return None


def _other(root: str, path: str) -> Any:
    if not os.path.isfile(noted(os.path.join(root, path))):
        raise _Broken(f'there is no file "{path}"')
    try:
        return document(root, path).data
    except Unusable as unusable:
        raise _Broken(f"what it names cannot be read: {unusable.complaints[0]}") from unusable


def _find(data: Any, fragment: str, path: str) -> _Pointer:
    if fragment and not fragment.startswith("/"):
        return _anchor(data, fragment, path)
    steps = [_plain(step).replace("~1", "/").replace("~0", "~") for step in fragment.split("/")[1:]]
    found: list[str | int] = []
    for step in steps[:_MAX_STEPS]:
        if isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            found.append(int(step))
        elif isinstance(data, dict) and step in data:
            found.append(step)
        else:
            near = suggestion(step, [key for key in data if isinstance(key, str)]) if isinstance(data, dict) else ""
            raise _Broken(f'there is nothing at "#{fragment}" in {path}{near}')
        data = data[found[-1]]
    return tuple(found)


def _anchor(data: Any, name: str, path: str) -> _Pointer:
    pending: list[tuple[Any, _Pointer]] = [(data, ())]
    while pending:
        part, at = pending.pop()
        if isinstance(part, dict):
            if name in (part.get("$anchor"), part.get("$dynamicAnchor")) or part.get("$id") == f"#{name}":
                return at
            pending += [(below, (*at, key)) for key, below in part.items()]
        elif isinstance(part, list):
            pending += [(below, (*at, number)) for number, below in enumerate(part)]
    raise _Broken(f'there is no anchor "{name}" in {path}')


def _plain(text: str) -> str:
    """A part of a reference without its percent signs."""
    return _ESCAPED.sub(lambda m: bytes.fromhex(m[0].replace("%", "")).decode(errors="replace"), text)


def _rings(schema: Document, targets: dict[_Pointer, _Pointer]) -> Iterator[Complaint]:
    """Each reference that closes a ring in which nothing of the value is used up, so that judging a value would never end."""
    done = set[_Pointer]()
    for start in targets:
        open_, stack = dict[_Pointer, None](), [(start, False)]
        while stack:
            at, leave = stack.pop()
            if leave:
                open_.pop(at)
                done.add(at)
            elif at not in done and at not in open_:
                open_[at] = None
                stack.append((at, True))
                for target in _next(schema.data, at, targets):
                    if target in open_:
                        ring = [*open_][[*open_].index(target) :]
                        last = next(each for each in reversed(ring) if each in targets)
                        yield complain(schema, (*last, "$ref"), _ring([*ring, target]))
                    else:
                        stack.append((target, False))


def _next(data: Any, at: _Pointer, targets: dict[_Pointer, _Pointer]) -> list[_Pointer]:
    """The schemas that judge the same value as the one at `at`."""
    for step in at:
        data = data[step]
    found = [targets[at]] if at in targets else []
    for key in _IN_PLACE if isinstance(data, dict) else ():
        if isinstance(data.get(key), list):
            found += [(*at, key, number) for number in range(len(data[key]))]
        elif key in data:
            found.append((*at, key))
    return found


def _ring(pointers: list[_Pointer]) -> str:
    names = ["#" + "".join(f"/{step}" for step in at) for at in pointers]
    shown = names if len(names) <= 6 else [*names[:3], "…", *names[-2:]]
    return f"the reference leads back to itself: {' -> '.join(shown)}"
