"""Comments in Python, by libcst: a line above the statement that holds a call."""

import ast
from collections.abc import Sequence

from checker.model.edit import Insertion


def annotated(data: bytes, insertions: Sequence[Insertion]) -> tuple[bytes, list[Insertion]]:
    """The source with its comments, and the insertions for which there is no line."""
    # It costs more to import than most runs take.
    from libcst import ParserSyntaxError, parse_module
    from libcst.metadata import MetadataWrapper

    from checker.edit.comments.pycomments import Commenter

    try:
        wrapper = MetadataWrapper(parse_module(data))
    except (ParserSyntaxError, UnicodeError, RecursionError):
        return data, list(insertions)
    commenter = Commenter(insertions)
    changed = wrapper.visit(commenter)
    return changed.bytes, commenter.left()


def code(data: bytes) -> str:
    """The syntax tree of a source, which knows no comments; `""` for what does not parse."""
    try:
        return ast.dump(ast.parse(data))
    except (SyntaxError, ValueError, RecursionError):
        return ""
