"""Markdown -> `Page`. What stands in code blocks and comments is no part of a page, and what cannot be told has the place of its block."""

import re
from collections.abc import Sequence
from typing import Any

from checker.contracts.locate import Locator
from checker.documents import anchors, html
from checker.documents.page import Cell, Link, Page, Table, Tick, Word

#: Lists and quotations inside each other; what is deeper is text of the innermost.
_NESTING = 60
_FRONT = re.compile(r"\A---[ \t]*(?:\r\n?|\n)(.{0,20000}?)(?:\r\n?|\n)---[ \t]*(?=\r|\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"(?m)^title:[ \t]*[\"']?([^\r\n]{1,200}?)[\"']?[ \t]*$")
_TICK = re.compile(r"\[([ xX])\][ \t]+")
#: `[text][label]` or `[label][]` that is still text after parsing: nothing defines the label. `[ ][x]` is a box.
_DANGLING = re.compile(r"(?<![\w\])`])\[(?! ?\])([^\[\]]{1,200})\]\[((?:[A-Za-z][^\[\]]{0,100})?)\]")
#: How GitHub and others mark a footnote, which CommonMark takes for a definition where it is a single word.
_FOOTNOTE = "^"


def parse(path: str, text: str) -> Page:
    """The page in `text`. Every text is Markdown, so this never fails."""
    from markdown_it import MarkdownIt  # costs more than a run without documents takes to start

    front = _FRONT.match(text)
    # Kept as empty lines, so that the lines below have their numbers.
    body = "\n" * len(re.findall(r"\r\n?|\n", front[0])) + text[front.end() :] if front else text
    parser = MarkdownIt("commonmark", {"store_labels": True, "maxNesting": _NESTING}).enable("table")
    # Targets as they are written: their places are looked for by these words.
    for method, own in (("normalizeLink", _as_written), ("validateLink", bool)):
        setattr(parser, method, own)
    environment: dict[str, Any] = {}
    reader = _Reader(text, environment)
    reader.read(parser.parse(body, environment))
    reader.definitions()
    title = _TITLE.search(front[1]) if front else None
    heading = title[1] if title else (reader.headings or [""])[0]
    found = frozenset((*anchors.of_headings(reader.headings), *reader.anchors))
    return Page(
        path,
        text,
        heading,
        tuple(reader.links),
        tuple(reader.codes),
        tuple(reader.paragraphs),
        found,
        tuple(reader.tables),
        tuple(reader.ticks),
    )


def _as_written(target: str) -> str:
    return target


class _Reader:
    """Goes through the blocks of one page in their order and keeps what it finds."""

    def __init__(self, text: str, environment: dict[str, Any]) -> None:
        self._locator = Locator(text)
        self._environment = environment
        self._heading = ""
        self.headings: list[str] = []
        self.links: list[Link] = []
        self.codes: list[Word] = []
        self.paragraphs: list[Word] = []
        self.anchors: list[str] = []
        self.tables: list[Table] = []
        self.ticks: list[Tick] = []

    def read(self, tokens: Sequence[Any]) -> None:
        for number, token in enumerate(tokens):
            before = tokens[number - 1].type if number else ""
            if token.type == "html_block":
                self._html(token.content, *token.map)
            elif token.type == "table_open":
                self.tables.append(Table((), ()))
            elif token.type == "tr_open":
                self._row()
            elif token.type == "inline":
                self._inline(token, before, tokens[number - 2].type if number > 1 else "")

    def _inline(self, token: Any, before: str, outer: str) -> None:
        first, last = token.map
        links, codes = self._parts(token.children or (), first, last)
        if before in ("th_open", "td_open"):
            self._cell(token, before, links)
        tick = _TICK.match(token.content) if outer == "list_item_open" else None
        if tick:
            text = " ".join(token.content[tick.end() :].split())
            words = tuple(code.text for code in codes)
            self.ticks.append(Tick(tick[1] != " ", text, self._locator.line(first), words, tuple(links), self._heading))
        else:
            self.codes += codes
        if before == "heading_open":
            self._heading = "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))
            self.headings.append(self._heading)
        self.links += links
        self.paragraphs.append(Word(" ".join(token.content.split()), self._locator.line(first)))

    def _parts(self, children: Sequence[Any], first: int, last: int) -> tuple[list[Link], list[Word]]:
        links, codes = list[Link](), list[Word]()
        for child in children:
            if child.type in ("link_open", "image"):
                links.append(self._link(child, first, last))
            elif child.type == "code_inline":
                codes.append(Word(child.content, self._locator.find(child.content, first, last)))
            elif child.type == "html_inline":
                links += self._html(child.content, first, last, keep=False)
            elif child.type == "text":
                links += [self._dangling(text, label, first, last) for text, label in _DANGLING.findall(child.content)]
        return [link for link in links if not link.label.startswith(_FOOTNOTE)], codes

    def _dangling(self, text: str, label: str, first: int, last: int) -> Link:
        return Link("", self._locator.find(f"][{label}]" if label else f"[{text}][]", first, last), label or text, False)

    def _link(self, child: Any, first: int, last: int) -> Link:
        target = str(child.attrs.get("href", child.attrs.get("src", "")))
        label = child.meta.get("label", "")
        if label:
            line = self._environment["references"][label]["map"][0]
            return Link(target, self._locator.line(line), label)
        return Link(target, self._locator.find(target or "]()", first, last))

    def _html(self, source: str, first: int, last: int, keep: bool = True) -> list[Link]:
        shown = html.without_comments(source)
        self.anchors += anchors.of_html(shown)
        found = [Link(target, self._locator.find(written, first, last)) for written, target in html.targets(shown)]
        if keep:
            self.headings += html.headings(shown)
            self.links += found
        return found

    def definitions(self) -> None:
        """The definitions of links that nothing refers to: they lead somewhere, too."""
        used = {link.label for link in self.links}
        for label, told in self._environment.get("references", {}).items():
            # `[//]: # (…)` and `[x]: <>` are how people write comments.
            if label not in used and told["href"].strip("#") and not label.startswith(_FOOTNOTE):
                self.links.append(Link(told["href"], self._locator.line(told["map"][0]), label))

    def _row(self) -> None:
        table = self.tables[-1]
        self.tables[-1] = table._replace(rows=(*table.rows, ()))

    def _cell(self, token: Any, kind: str, links: list[Link]) -> None:
        table = self.tables[-1]
        text = " ".join(token.content.split())
        if kind == "th_open":
            self.tables[-1] = Table((*table.headings, text), ())
        else:
            *above, row = table.rows
            cell = Cell(text, self._locator.line(token.map[0]), tuple(links))
            self.tables[-1] = table._replace(rows=(*above, (*row, cell)))
