"""Texts that TypeScript and JavaScript show, with and without JSX: element text, attributes, keys of objects, calls that show something."""

from collections.abc import Iterator
from typing import Any

from checker.clients.text import Shown, Visible

SUFFIXES = (".tsx", ".jsx", ".ts", ".js", ".mts", ".mjs", ".cts", ".cjs")
#: Through these a string reaches the element or attribute around them.
_THROUGH = (
    "array",
    "as_expression",
    "binary_expression",
    "jsx_expression",
    "parenthesized_expression",
    "template_string",
    "ternary_expression",
)


def shown(path: str, data: bytes, visible: Visible) -> Iterator[Shown]:
    """Every text of the file that is shown to people. Offsets are bytes."""
    import tree_sitter_typescript
    from tree_sitter import Language, Parser

    # In plain TypeScript `<T>x` is a cast, elsewhere an element; JavaScript is read as the latter.
    plain = path.endswith((".ts", ".mts", ".cts"))
    language = tree_sitter_typescript.language_typescript() if plain else tree_sitter_typescript.language_tsx()
    stack = [Parser(Language(language)).parse(data).root_node]
    while stack:
        node = stack.pop()
        if node.type in ("jsx_text", "string_fragment"):
            where = "text" if node.type == "jsx_text" else _where(node, visible)
            if where:
                yield _shown(data, node.start_byte, node.end_byte, where)
        else:
            stack += node.children


def _shown(data: bytes, start: int, end: int, where: str) -> Shown:
    """The text between two offsets, without the white space around it."""
    written = data[start:end]
    start += len(written) - len(written.lstrip())
    written = written.strip()
    return Shown(" ".join(written.decode("utf-8", "replace").split()), start, start + len(written), where)


def _where(fragment: Any, visible: Visible) -> str:
    """How a string is shown, `""` where it is not."""
    node = fragment.parent
    held = node.parent
    while held is not None and held.type in _THROUGH and not _tests(held, node):
        node, held = held, held.parent
    if held is None:
        return ""
    if held.type in ("jsx_element", "jsx_fragment"):
        return "text"
    if held.type == "jsx_attribute":
        name = _text(held.children[0])
        return f"attribute {name}" if name in visible.attributes else ""
    if held.type == "pair":
        name = _text(held.child_by_field_name("key")).strip("'\"")
        return f"key {name}" if name in visible.attributes and held.child_by_field_name("value") == node else ""
    return _call(held, visible) if held.type == "arguments" else ""


def _tests(held: Any, node: Any) -> bool:
    """Whether a string is only compared or tested there: `tab === "telemetry" && …`."""
    if held.type == "ternary_expression":
        return bool(held.child_by_field_name("condition") == node)
    operator = held.child_by_field_name("operator") if held.type == "binary_expression" else None
    return operator is not None and operator.type not in ("&&", "||", "??", "+")


def _call(arguments: Any, visible: Visible) -> str:
    called = arguments.parent.child_by_field_name("function") if arguments.parent is not None else None
    name = _text(called).rpartition(".")[2] if called is not None else ""
    return f"call {name}" if name in visible.calls else ""


def _text(node: Any) -> str:
    return node.text.decode("utf-8", "replace") if node is not None and node.text is not None else ""
