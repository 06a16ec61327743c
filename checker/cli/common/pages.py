"""The page of a rule (`fixtures/rules/<rule>.md`), as it ships."""

import os

from checker import data


def page(rule: str) -> str:
    """Its text, `""` where it has none here. `rule` is the name of a loaded rule."""
    path = os.path.join(data.folder("fixtures/rules"), f"{rule}.md")
    if not os.path.isfile(path):
        return ""
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def first_cases(page: str, most: int) -> list[str]:
    """The first cases of a page, each from its heading (without the marks) to the next."""
    cases = ("\n" + page).split("\n## ")[1:]
    return [case.strip() for case in cases[:most]]
