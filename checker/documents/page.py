"""A page as read: what it links to, what it names in code spans, its anchors, tables and tick lists, each with its place."""

from typing import NamedTuple

from checker.model.place import Span


class Link(NamedTuple):
    """A link or image. `target` is as written; `label` is what a link by reference calls its definition; `defined`: there is one."""

    target: str
    span: Span
    label: str = ""
    defined: bool = True


class Word(NamedTuple):
    """Text with its place: a code span, a paragraph."""

    text: str
    span: Span


class Cell(NamedTuple):
    """A cell of a table with the links in it."""

    text: str
    span: Span
    links: tuple[Link, ...]


class Table(NamedTuple):
    """A table: its headings, and its rows of cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Tick(NamedTuple):
    """An item of a tick list. `codes` are its code spans, `links` its links, `heading` the nearest heading above it."""

    done: bool
    text: str
    span: Span
    codes: tuple[str, ...]
    links: tuple[Link, ...]
    heading: str


class Page(NamedTuple):
    """A Markdown page. `codes` leave out those in tick lists, whose claims are judged another way; `heading` is its title."""

    path: str
    text: str
    heading: str
    links: tuple[Link, ...]
    codes: tuple[Word, ...]
    paragraphs: tuple[Word, ...]
    anchors: frozenset[str]
    tables: tuple[Table, ...]
    ticks: tuple[Tick, ...]
