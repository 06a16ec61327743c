"""A class as a fact: its fields from annotations, attributes and `self.x = …`, or its members if it is an enum."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.python import literals
from checker.languages.python.comments import above, of_definition, trailing
from checker.languages.python.env import one_of
from checker.languages.python.functions import decorator_names
from checker.languages.python.locals import parameter_nodes
from checker.languages.python.offsets import Chain, Parsed, chain_to, dotted, span, text
from checker.languages.python.scopes import body, decorators, definition, enclosing_function, own_name, path_of
from checker.languages.python.superclass import handed_up
from checker.languages.python.typenames import core, core_or_written, optional
from checker.languages.python.values import value_at
from checker.model.facts import Comment, Field, Type, Variant
from checker.model.value import Invoke, Number, Unknown, Value

_ENUMS = ("Enum", "Flag")
_FIELD_MAKERS = frozenset({"Field", "field", "attrib", "ib"})
_ALIASES = ("serialization_alias", "alias")
_MOST_FIELDS = 400


def class_type(parsed: Parsed, chain: Chain) -> Type:
    """The class whose definition ends the chain."""
    node = chain[-1]
    name = path_of(parsed, chain, node)
    bases = tuple(filter(None, (_path(b) for b in base_nodes(node))))
    whole = definition(chain, node)
    is_enum = any(b.rpartition(".")[2].endswith(_ENUMS) for b in bases)
    return Type(
        name=name,
        kind="enum" if is_enum else "class",
        fields=() if is_enum else _fields(parsed, chain),
        variants=tuple(_variants(parsed, chain)) if is_enum else (),
        bases=bases,
        span=span(parsed, whole),
        comments=of_definition(parsed, whole, node, "impl"),
        public=not own_name(node).startswith("_"),
        decorators=decorator_names(whole),
        handed_up=None if is_enum or not bases else handed_up(parsed, chain),
    )


def alias_type(parsed: Parsed, statement: Node, name: Node, right: Node, path: str) -> Type:
    """`type X = Y` and `X: TypeAlias = Y`."""
    target = core(text(right))
    return Type(path, "alias", (), (), (target,) if target else (), span(parsed, statement), (), not text(name).startswith("_"))


def base_nodes(node: Node) -> list[Node]:
    """The superclasses of a class, without keywords."""
    listed = node.child_by_field_name("superclasses")
    skipped = ("keyword_argument", "comment", "dictionary_splat", "list_splat")
    return [b for b in listed.named_children if b.type not in skipped] if listed else []


def _path(base: Node) -> str:
    """The dotted path of a base, without what it is parametrised with."""
    if base.type == "subscript":
        base = base.child_by_field_name("value") or base
    return dotted(base)


def assignments(node: Node) -> list[Node]:
    """The assignments directly in the body of a class."""
    block = body(node)
    statements = block.named_children if block else []
    inner = [s.named_children[0] for s in statements if s.type == "expression_statement" and s.named_child_count]
    return [a for a in inner if a.type == "assignment"][:_MOST_FIELDS]


def _variants(parsed: Parsed, chain: Chain) -> Iterator[Variant]:
    for node in assignments(chain[-1]):
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None and right is not None and left.type == "identifier" and not text(left).startswith("__"):
            value = member_value(parsed, chain, right)
            yield Variant(text(left), text(left), (), span(parsed, node), _comments(parsed, node), value)


def member_value(parsed: Parsed, chain: Chain, right: Node) -> Value:
    """The value of an enum member; `auto()` is decided elsewhere."""
    value = value_at(parsed, chain_within(parsed, chain, right), right)
    if isinstance(value, Invoke) and value.callee.rpartition(".")[2] == "auto":
        return Unknown(("auto",), "numbered by enum.auto")
    return value


def chain_within(parsed: Parsed, chain: Chain, node: Node) -> Chain:
    """The chain to a place inside the class or function that ends `chain`."""
    return chain[:-1] + chain_to(chain[-1], node.start_byte)


def _comments(parsed: Parsed, node: Node) -> tuple[Comment, ...]:
    start = node.start_byte
    return above(parsed, start, "field", start) + trailing(parsed, start, node.end_byte, "field", start)


def _fields(parsed: Parsed, chain: Chain) -> tuple[Field, ...]:
    found: dict[str, list[Field]] = {}
    bases = [_path(b).rpartition(".")[2] for b in base_nodes(chain[-1])]
    listed = chain[-1].child_by_field_name("superclasses")
    partial = "TypedDict" in bases and listed is not None and re.search(r"total\s*=\s*False", text(listed))
    for node in assignments(chain[-1]):
        field = _field(parsed, chain, node)
        if field is not None:
            found.setdefault(field.name, []).append(field._replace(optional=field.optional or bool(partial)))
    for field in _set_on_self(parsed, chain):
        found.setdefault(field.name, []).append(field)
    return tuple(_merged(same) for same in list(found.values())[:_MOST_FIELDS])


def _merged(same: list[Field]) -> Field:
    values = [f.value for f in same if f.value is not None]
    written = next((f.type for f in same if f.type), "")
    return same[0]._replace(type=written, value=one_of(values) if values else None)


def _field(parsed: Parsed, chain: Chain, node: Node) -> Field | None:
    left, right, annotation = (node.child_by_field_name(n) for n in ("left", "right", "type"))
    if left is None or left.type != "identifier":
        return None
    written = text(annotation) if annotation else ""
    default = _default(parsed, chain, right)
    absent = bool(annotation) and "ClassVar" not in written and (optional(written) or default is not None)
    wire = _wire(right) or _wire(annotation) or text(left)
    made = Field(text(left), core_or_written(written), wire, absent, span(parsed, node), _comments(parsed, node), default)
    return made._replace(written=written, left_out="NotRequired" in written)


def _maker(node: Node | None) -> Node | None:
    """The arguments of `Field(…)`, `field(…)` and the like."""
    function = node.child_by_field_name("function") if node is not None and node.type == "call" else None
    if node is None or function is None or dotted(function).rpartition(".")[2] not in _FIELD_MAKERS:
        return None
    return node.child_by_field_name("arguments")


def _keywords(arguments: Node) -> dict[str, Node]:
    given = [a for a in arguments.named_children if a.type == "keyword_argument"]
    pairs = [(a.child_by_field_name("name"), a.child_by_field_name("value")) for a in given]
    return {text(n): v for n, v in pairs if n is not None and v is not None}


def _wire(node: Node | None) -> str:
    if node is None:
        return ""
    if node.type == "type":
        calls = (chain_to(node, node.start_byte + m.start())[:-1] for m in re.finditer(rb"\b(?:Field|field)\(", node.text or b""))
        return next((w for c in calls if c and (w := _wire(c[-1]))), "")
    arguments = _maker(node)
    keywords = _keywords(arguments) if arguments is not None else {}
    return next((said for a in _ALIASES if a in keywords and (said := literals.plain(keywords[a]))), "")


def _default(parsed: Parsed, chain: Chain, right: Node | None) -> Value | None:
    arguments = _maker(right)
    if right is None:
        return None
    given: Node | None = right
    if arguments is not None:
        keywords = _keywords(arguments)
        first = next((a for a in arguments.named_children if a.type not in ("keyword_argument", "comment")), None)
        factory = keywords.get("default_factory") or keywords.get("factory")
        if factory is not None:
            path = dotted(factory)
            return Invoke(path, ()) if path else Unknown((), "made by a default factory")
        given = keywords.get("default") or first
    if given is None:
        return None
    value = value_at(parsed, chain_within(parsed, chain, given), given)
    return None if value == Number("...") else value


def _set_on_self(parsed: Parsed, chain: Chain) -> Iterator[Field]:
    block = body(chain[-1])
    for member in block.named_children if block else []:
        function = member.child_by_field_name("definition") or member
        receiver = _receiver(member, function)
        if receiver:
            yield from _set_in(parsed, chain, function, receiver)


def _receiver(member: Node, function: Node) -> str:
    if function.type != "function_definition" or any(text(d) == "staticmethod" for d in decorators(member)):
        return ""
    listed = parameter_nodes(function)
    return text(listed[0]) if listed and listed[0].type == "identifier" else ""


def _set_in(parsed: Parsed, chain: Chain, function: Node, receiver: str) -> Iterator[Field]:
    pattern = re.compile(rf"(?<![\w.]){re.escape(receiver)}\.(\w+)\s*(?::[^=\n]+)?=(?!=)".encode())
    for match in list(pattern.finditer(parsed.data, function.start_byte, function.end_byte))[:_MOST_FIELDS]:
        place = chain_within(parsed, chain, function)[: len(chain)] + chain_to(chain[-1], match.start(1))[1:]
        node = place[-3] if len(place) > 3 else place[-1]
        right = node.child_by_field_name("right")
        if node.type != "assignment" or right is None or place[-2].start_byte != node.start_byte:
            continue
        inner = enclosing_function(place)
        if inner is None or inner.node != function:
            continue
        annotation = node.child_by_field_name("type")
        name = text(place[-1])
        value = value_at(parsed, chain_within(parsed, chain, right), right)
        written = text(annotation) if annotation else ""
        yield Field(name, core_or_written(written), name, False, span(parsed, node), _comments(parsed, node), value)
