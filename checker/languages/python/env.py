"""What evaluating an expression needs to know: where it stands, and how much may still be spent on it."""

from collections.abc import Callable
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.python.offsets import Chain, Parsed, words
from checker.model.value import MAX_DEPTH, Choice, Option, Unknown, Value

#: How many parts one value may have in all; keeps `a = f"{b}{b}"; c = f"{a}{a}"; …` from doubling on.
_FUEL = 1500


class Env(NamedTuple):
    """The place of an expression. `chain` leads to it (its scopes decide what names mean), `at` is the offset before which bindings
    count, `active` the bindings being followed, `fuel` what is left, shared by all parts of one value."""

    parsed: Parsed
    chain: Chain
    at: int
    depth: int
    active: frozenset[int]
    fuel: list[int]
    evaluate: "Callable[[Node, Env], Value]"

    def of(self, node: Node) -> Value:
        """The value of a part of the expression."""
        return self.evaluate(node, self._replace(depth=self.depth - 1))

    def same(self, node: Node) -> Value:
        """The value of a part that stands for the whole, such as what parentheses hold."""
        return self.evaluate(node, self)

    def unknown(self, node: Node, reason: str) -> Unknown:
        """That this cannot be said, with the words that occur in it."""
        return Unknown(words(self.parsed, node), reason)


def start(parsed: Parsed, chain: Chain, at: int, evaluate: Callable[[Node, Env], Value]) -> Env:
    """A fresh evaluation at a place."""
    return Env(parsed, chain, at, MAX_DEPTH, frozenset(), [_FUEL], evaluate)


def one_of(values: list[Value], subject: Value | None = None, patterns: list[str] | None = None) -> Value:
    """A single value as it is, several different ones as a `Choice`."""
    if subject is not None and patterns:
        return Choice(tuple(Option(p, v) for p, v in zip(patterns, values, strict=True)), subject)
    different = list(dict.fromkeys(values))
    return different[0] if len(different) == 1 else Choice(tuple(Option("", v) for v in different))
