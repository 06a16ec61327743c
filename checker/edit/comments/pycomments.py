"""The libcst transformer that puts comments above statements. Importing it imports libcst."""

from collections.abc import Sequence
from typing import Any

import libcst as cst
from libcst.metadata import PositionProvider

from checker.model.edit import Insertion

#: Everything that has lines above it.
_STATEMENTS = (cst.SimpleStatementLine, cst.BaseCompoundStatement)


class Commenter(cst.CSTTransformer):
    """Puts each comment above the innermost statement around its call, which is found by line and column."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, insertions: Sequence[Insertion]) -> None:
        super().__init__()
        self._open = list(insertions)
        self._without: list[Insertion] = []
        self._first: cst.CSTNode | None = None

    def left(self) -> list[Insertion]:
        """The insertions for which there was no line."""
        return [*self._without, *self._open]

    def visit_Module(self, node: cst.Module) -> None:  # noqa: N802
        # A comment above the first statement of a file would speak for the whole of it.
        self._first = node.body[0] if node.body else None

    def on_leave(self, original_node: cst.CSTNode, updated_node: Any) -> Any:
        updated_node = super().on_leave(original_node, updated_node)
        if isinstance(original_node, cst.SimpleStatementSuite) or original_node is self._first:
            self._without += self._taken(original_node)
        elif isinstance(original_node, _STATEMENTS) and (held := self._taken(original_node)):
            line = cst.EmptyLine(comment=cst.Comment(f"# {max(i.text for i in held)}"))
            return updated_node.with_changes(leading_lines=(*updated_node.leading_lines, line))
        return updated_node

    def _taken(self, node: cst.CSTNode) -> list[Insertion]:
        """The insertions whose call stands in `node`; they are no longer open."""
        place = self.get_metadata(PositionProvider, node)
        start, end = (place.start.line, place.start.column), (place.end.line, place.end.column)
        held = [i for i in self._open if start <= (i.span.line, i.span.column - 1) < end]
        self._open = [i for i in self._open if i not in held]
        return held
