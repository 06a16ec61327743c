"""JSON as parse events, with places that the standard parser does not give."""

import json
import re
from collections.abc import Iterator
from typing import Any

from checker.contracts.build import MAX_DEPTH, Event, build
from checker.contracts.document import Fault, Node

#: A text without its end runs to the end of the file, so that no part of it is looked at twice.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]|[-+.\w]+', re.DOTALL)


def parse(text: str) -> tuple[Any, Node]:
    """The data of a JSON text with its places. The standard parser judges; the token walk that follows may trust the text."""
    _check_depth(text)
    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise Fault((error.pos, f"not JSON: {error.msg}")) from error
    except ValueError as error:
        raise Fault((0, f"not JSON: {error}")) from error
    return build(_events(text))


def glance(text: str) -> Any:
    """The data of a JSON text without its places, which cost ten times as much. Raises `Fault` where only `parse` can say what is wrong."""
    try:
        data = json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Fault((0, "not plain")) from error
    if _too_deep(data) or not _encodable(text) or "\\u" in text:
        raise Fault((0, "not plain"))
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found


def _too_deep(data: Any) -> bool:
    level = [data]
    for _ in range(MAX_DEPTH + 1):
        level = [each for each in level if isinstance(each, dict | list)]
        if not level:
            return False
        level = [below for each in level for below in (each.values() if isinstance(each, dict) else each)]
    return True


def _check_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        word = token.group()
        depth += (word in "[{") - (word in "]}")
        if depth > MAX_DEPTH:
            raise Fault((token.start(), f"nested more than {MAX_DEPTH} levels deep"))


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is not a JSON number")


def _events(text: str) -> Iterator[Event]:
    for token in _TOKEN.finditer(text):
        word, start, end = token.group(), token.start(), token.end()
        if word in "{[":
            yield "map" if word == "{" else "list", None, start, end, ""
        elif word in "}]":
            yield "end", None, start, end, ""
        else:
            value = json.loads(word)
            if isinstance(value, str) and not _encodable(value):
                raise Fault((start, "not JSON: half of a surrogate pair"))
            yield "value", value, start, end, ""


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
