"""`format!`, `concat!` and the other macros as values."""

from tree_sitter import Node

from checker.languages.rust.frame import Evaluate, Frame, Local, below, fragment_of, source, text
from checker.languages.rust.invocations import argument_nodes, arguments
from checker.languages.rust.literals import STRINGS, Hole, format_parts, string
from checker.languages.rust.records import sequence
from checker.languages.rust.scopes import dotted
from checker.languages.rust.words import words
from checker.model.value import Argument, Invoke, Join, Name, Number, Record, Text, Unknown, Value

_FORMATS = frozenset({"format", "format_args", "formatcp", "concatcp", "format_compact"})


def macro(node: Node, frame: Frame, depth: int, evaluate: Evaluate, local: Local) -> Value:
    """A macro invocation as a value."""
    name = dotted(text(node.child_by_field_name("macro")), frame)
    inside = fragment(node, frame)
    if inside is None:
        return Unknown(words(source(frame, node)), "macro that cannot be read")
    args = inside.node if inside.kind == "arguments" else None
    match name.rpartition(".")[2]:
        case "json" if args is not None:
            return _only(args, inside, depth, evaluate)
        case "vec" | "array" if args is not None:
            return _list(node, args, inside, depth, evaluate)
        case "concat":
            return _joined([a.value for a in arguments(args, inside, depth + 1, evaluate)])
        case "stringify":
            return Text(source(inside)[1:-1].strip())
        case last if last in _FORMATS:
            return _format(args, inside, depth, evaluate, local)
        case "write" | "writeln":
            # What it gives is of no use; what it writes is asked for where a local is written to.
            return _format(args, inside, depth, evaluate, local, template=1)
    return Invoke(name, tuple(arguments(args, inside, depth + 1, evaluate)))


def fragment(node: Node, frame: Frame) -> Frame | None:
    """The inside of a macro invocation that stands in `frame`."""
    tokens = next((c for c in node.children if c.type == "token_tree"), None)
    return fragment_of(below(below(frame, node), tokens)) if tokens is not None else None


def _only(args: Node, inside: Frame, depth: int, evaluate: Evaluate) -> Value:
    listed = argument_nodes(args)
    return evaluate(listed[0], inside, depth) if len(listed) == 1 else Unknown(words(source(inside)), "`json!` that cannot be read")


def _list(node: Node, args: Node, inside: Frame, depth: int, evaluate: Evaluate) -> Value:
    """`vec![a, b]`, or `vec![a; n]`: one item and no telling how often."""
    tokens = next(c for c in node.children if c.type == "token_tree")
    items = sequence(args, inside, depth, evaluate).items
    repeated = any(c.type == ";" for c in tokens.children)
    return Record("list", items[:1] if repeated else items, repeated)


def _joined(parts: list[Value]) -> Value:
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Text) else Join(tuple(parts))


def _format(args: Node | None, inside: Frame, depth: int, evaluate: Evaluate, local: Local, template: int = 0) -> Value:
    """The text of a format string, which is the argument `template`, with what stands in its holes."""
    listed = argument_nodes(args)[template:]
    if not listed or listed[0].type not in STRINGS:
        return Unknown(words(source(inside)), "format string that is no literal")
    given = list(arguments(args, inside, depth + 1, evaluate))[template + 1 :]
    parts: list[Value] = []
    position = 0
    for part in format_parts(string(listed[0])):
        if isinstance(part, str):
            parts.append(Text(part))
            continue
        key = part.name or str(position)
        position += not part.name
        written = source(inside, listed[int(key) + 1]) if key.isdigit() and int(key) + 1 < len(listed) else key
        parts.append(_shown(_filled(key, given, inside, listed[0], depth, local), part, written))
    return _joined(parts or [Text("")])


def _filled(key: str, given: list[Argument], inside: Frame, template: Node, depth: int, local: Local) -> Value:
    """What a placeholder stands for: a named argument, one by position, or a name in scope."""
    named = [a.value for a in given if a.name == key]
    positional = [a.value for a in given]
    if named:
        return named[0]
    if key.isdigit():
        return positional[int(key)] if int(key) < len(positional) else Unknown((), "placeholder without an argument")
    return local(key, inside, template.start_byte, depth + 1) or Name(key)


def _shown(value: Value, hole: Hole, written: str) -> Value:
    """A value as a placeholder shows it: `{:?}` quotes texts and spells variants its own way, a width pads."""
    debug = hole.form.endswith("?") and not isinstance(value, Number)
    if debug or (hole.form and isinstance(value, Text)):
        return Unknown(words(written), f"shown as {{:{hole.form}}}")
    return value
