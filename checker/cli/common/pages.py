"""The page of a rule (`fixtures/rules/<rule>.md`), as it ships."""

import os
import re

from checker import data

#: Cases that are shown of a rule: the plainest come first, in both languages where the rule concerns code.
CASES = 2
#: The remark at the end of a line by which the tests know what the rule must say of it.
_MARK = re.compile(r"(//|#|--) (expect|ok): [a-z0-9-]+ ?")


def page(rule: str) -> str:
    """Its text, `""` where it has none here. `rule` is the name of a loaded rule."""
    path = os.path.join(data.folder("fixtures/rules"), f"{rule}.md")
    if not os.path.isfile(path):
        return ""
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def first_cases(page: str, most: int = CASES) -> list[str]:
    """The first cases of a page, each from its heading (without the marks) to the next, with what is found said in words."""
    cases = ("\n" + page).split("\n## ")[1:]
    return ["\n".join(map(_told, case.strip().split("\n"))) for case in cases[:most]]


def _told(line: str) -> str:
    """`x(); // ok: dead-event it is written` -> `x(); // not found: it is written`."""
    code, *marks = _MARK.split(line)
    if not marks:
        return line
    sign, kind, reason = marks[:3]
    return f"{code}{sign} found" if kind == "expect" else f"{code}{sign} not found: {reason}"
