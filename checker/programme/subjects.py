"""Subjects counted: which of a kind count, and which of those fit an expression."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from checker.evaluate.expression import VARIABLES, environment, value_of
from checker.evaluate.run import PLACE
from checker.model.programme import Kind

Subject: TypeAlias = Mapping[str, Any]
Subjects: TypeAlias = Mapping[str, Sequence[Subject]]
#: Where a subject or a finding stands, as far as both say.
Spot: TypeAlias = tuple[str, int, int]


class Census:
    """The subjects of a run, counted by kind."""

    def __init__(self, subjects: Subjects, kinds: Mapping[str, Kind]) -> None:
        self._subjects = subjects
        self._kinds = kinds
        self._environment = environment()

    def kind(self, name: str) -> Kind:
        """How a kind is counted; by its own name where nothing is said of it."""
        return self._kinds.get(name, Kind(name.replace("_", " ")))

    def known(self, kind: str) -> bool:
        """Whether this version looks at the kind at all, in this workspace."""
        return kind in self._subjects

    def of(self, kind: str, condition: str = "") -> list[Subject]:
        """The subjects of a kind that count, or that fit a condition of one's own."""
        found = self._subjects.get(kind, ())
        return self.fitting(kind, found, condition or self.kind(kind).of)

    def fitting(self, kind: str, found: Sequence[Subject], condition: str) -> list[Subject]:
        """Those of `found` for which the condition holds; all where it is empty."""
        if not condition:
            return list(found)
        compiled = self._environment.compile(condition)
        return [subject for subject in found if value_of(compiled, self._activation(kind, subject))]

    def said(self, kind: str, subject: Subject, expression: str) -> str:
        """The words that an expression makes of a subject."""
        return str(value_of(self._environment.compile(expression), self._activation(kind, subject))) if expression else ""

    def _activation(self, kind: str, subject: Subject) -> Any:
        return self._environment.Activation({VARIABLES[kind]: {key: value for key, value in subject.items() if key[0] != "_"}})


def spot(subject: Subject) -> Spot:
    """The place at which findings about a subject stand."""
    place = subject[PLACE]
    return place.path, place.span.line, place.span.column
