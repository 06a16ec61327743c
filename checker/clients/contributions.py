"""What an editor extension contributes (`package.json`): settings with their descriptions, and the titles of commands and views."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from checker.contracts import Document, span
from checker.model.place import Span

#: Texts of a setting that are shown.
_SAID = ("title", "description", "markdownDescription", "deprecationMessage", "markdownDeprecationMessage")
#: Texts of commands, views and walkthroughs.
_TITLES = ("title", "name", "label", "description", "category", "shortTitle")


class Setting(NamedTuple):
    """A setting of an extension: its name, all its texts, and where its description stands."""

    name: str
    text: str
    span: Span


class Title(NamedTuple):
    """A text of another contribution, with the keys that lead to it."""

    text: str
    span: Span
    where: str


def settings(document: Document) -> Iterator[Setting]:
    """Every setting; `contributes.configuration` is one group or a list of them."""
    contributes = _object(_object(document.data).get("contributes"))
    groups = contributes.get("configuration")
    listed = enumerate(groups) if isinstance(groups, list) else [(None, groups)]
    for number, group in listed:
        at = ["contributes", "configuration", *([] if number is None else [number]), "properties"]
        for name, setting in _object(_object(group).get("properties")).items():
            yield _setting(document, [*at, name], name, _object(setting))


def _setting(document: Document, at: list[Any], name: str, setting: dict[str, Any]) -> Setting:
    texts = [str(setting[key]) for key in _SAID if isinstance(setting.get(key), str)]
    listed = (setting.get(key) for key in ("enumDescriptions", "markdownEnumDescriptions"))
    texts += [each for texts in listed if isinstance(texts, list) for each in texts if isinstance(each, str)]
    return Setting(name, "\n".join(texts), span(document, at, key=True))


def titles(document: Document) -> Iterator[Title]:
    """The texts of commands, views, menus and walkthroughs, wherever they stand below `contributes`."""
    contributes = _object(_object(document.data).get("contributes"))
    stack: list[tuple[list[Any], Any]] = [(["contributes", key], value) for key, value in contributes.items()]
    while stack:
        at, value = stack.pop()
        if isinstance(value, dict):
            stack += [([*at, key], each) for key, each in value.items()]
        elif isinstance(value, list):
            stack += [([*at, number], each) for number, each in enumerate(value)]
        elif isinstance(value, str) and (at[-1] in _TITLES or at[-1] in _SAID):
            yield Title(value, span(document, at), f"{at[1]} {at[-1]}")


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
