"""Reads the pages in fixtures/rules: small workspaces in fenced blocks, with marks on the lines that a rule must or must not find.

A page is `# rule-name`, what is given in every case, then a `## ` heading a case. A block names its file in its info string
(`rust title=src/lib.rs`); a case's blocks come on top of the given ones. `// expect: rule-name` (or `#`) at the end of a line says
that the rule finds something there, `// ok: rule-name reason` that it does not. Marks are cut off before the files are written,
so that they cannot change what is read.
"""

import re
from collections import Counter
from typing import NamedTuple

_MARK = re.compile(r"[ \t]*(?://|#|--)[ \t]*(expect|ok):[ \t]*(?P<rest>.*)$")
_NEXT = re.compile(r"[ \t]+(?://|#|--)[ \t]*(?=(?:expect|ok):)")
_FENCE = re.compile(r"(`{3,})(\w*)[ \t]*(.*)")
_TITLE = re.compile(r"title=(\S+)\Z")


class BadPage(Exception):
    """A page that does not say what it must; carries the line."""


class Mark(NamedTuple):
    """One expectation: `kind` is `expect` or `ok`."""

    kind: str
    rule: str
    reason: str
    path: str
    line: int


class Case(NamedTuple):
    """A small workspace: its files without marks, and the marks."""

    title: str
    files: dict[str, str]
    marks: tuple[Mark, ...]

    def expected(self) -> "Counter[tuple[str, int]]":
        """How often the rule must speak, by path and line."""
        return Counter((mark.path, mark.line) for mark in self.marks if mark.kind == "expect")


class _Section(NamedTuple):
    title: str
    line: int
    prose: list[str]
    blocks: dict[str, list[str]]


def parse_page(name: str, text: str) -> tuple[Case, ...]:
    """The cases of the page of rule `name`."""
    given, *sections = _sections(text)
    if given.title != name:
        raise BadPage(f"line 1: the page's title is {given.title!r}, not {name!r}")
    if not sections:
        raise BadPage("the page has no case (a heading that starts with ##)")
    cases = tuple(_case(given, section) for section in sections)
    titles = Counter(case.title for case in cases)
    if max(titles.values()) > 1:
        raise BadPage(f"two cases have the title {titles.most_common(1)[0][0]!r}")
    return cases


def _sections(text: str) -> list[_Section]:
    sections = [_Section("", 1, [], {})]
    block: list[str] | None = None
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        if block is not None:
            if line.strip() == fence:
                block = None
            else:
                block.append(line)
        elif found := _FENCE.match(line):
            fence = found[1]
            block = _open_block(sections[-1], found[3], number)
        elif line.startswith("## "):
            sections.append(_Section(line[3:].strip(), number, [], {}))
        elif line.startswith("# ") and not sections[0].title:
            sections[0] = _Section(line[2:].strip(), number, [], {})
        elif line.strip():
            sections[-1].prose.append(line)
    if block is not None:
        raise BadPage("the last block is not closed")
    return sections


def _open_block(section: _Section, info: str, number: int) -> list[str]:
    found = _TITLE.match(info)
    if not found:
        raise BadPage(f"line {number}: a block without title=<file>")
    path = found[1]
    if path in section.blocks:
        raise BadPage(f"line {number}: a second block for {path}")
    if path.startswith("/") or ".." in path.split("/"):
        raise BadPage(f"line {number}: {path} is outside the workspace")
    return section.blocks.setdefault(path, [])


def _case(given: _Section, section: _Section) -> Case:
    if not section.blocks:
        raise BadPage(f"line {section.line}: the case {section.title!r} has no block")
    if not section.prose:
        raise BadPage(f"line {section.line}: the case {section.title!r} has no sentence that says its idea")
    blocks = given.blocks | section.blocks
    files, marks = dict[str, str](), list[Mark]()
    for path, lines in blocks.items():
        read = [_read_line(path, number, line) for number, line in enumerate(lines, 1)]
        files[path] = "".join(f"{line}\n" for line, _ in read)
        marks += [mark for _, found in read for mark in found]
    if not marks:
        raise BadPage(f"line {section.line}: the case {section.title!r} has no mark")
    return Case(section.title, files, tuple(marks))


def _read_line(path: str, number: int, line: str) -> tuple[str, list[Mark]]:
    found = _MARK.search(line)
    if not found:
        return line, []
    code = line[: found.start()]
    if not code.strip():
        raise BadPage(f"{path}:{number}: a mark stands at the end of the line it speaks of, not alone")
    return code, [_mark(path, number, words) for words in _NEXT.split(line[found.start() :].lstrip(" \t/#-"))]


def _mark(path: str, number: int, words: str) -> Mark:
    kind, _, rest = words.partition(":")
    rule, _, reason = rest.strip().partition(" ")
    if not rule:
        raise BadPage(f"{path}:{number}: a mark without a rule")
    if kind == "ok" and not reason.strip():
        raise BadPage(f"{path}:{number}: an ok mark without a reason")
    return Mark(kind, rule, reason.strip(), path, number)


def complaints_about(name: str, subject: str, cases: tuple[Case, ...], rules: frozenset[str]) -> list[str]:
    """What is missing or wrong on the page of rule `name`: each kind of mark, in both languages where the rule concerns code."""
    marks = [mark for case in cases for mark in case.marks]
    found = [f"{m.path}:{m.line}: a mark names {m.rule!r}, which is no rule" for m in marks if m.rule not in rules]
    found += [f"{m.path}:{m.line}: a mark names {m.rule!r} on the page of {name!r}" for m in marks if m.rule in rules - {name}]
    for kind in ("expect", "ok"):
        paths = [mark.path for mark in marks if mark.kind == kind]
        if not paths:
            found.append(f"no {kind} mark")
        elif subject in ("callsite", "annotation", "region"):
            found += [f"no {kind} mark in a {end} file" for end in (".rs", ".py") if not any(p.endswith(end) for p in paths)]
    return found
