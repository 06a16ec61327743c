"""Constants, types and implementations as facts."""

from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.rust.attributes import attributes_in, before, is_public, members
from checker.languages.rust.comments import leading, leading_in, trailing
from checker.languages.rust.frame import Frame, below, source, span_of, text
from checker.languages.rust.scopes import dotted, join, module_of, path_of
from checker.languages.rust.serde import Names, absent, names_of, wire_name
from checker.languages.rust.types import core, inner_type, plain, wrapped_in
from checker.languages.rust.values import value
from checker.model.facts import Constant, Field, Implementation, Type, Variant
from checker.model.value import Unknown

KINDS = {
    "struct_item": "struct",
    "union_item": "struct",
    "enum_item": "enum",
    "trait_item": "trait",
    "type_item": "alias",
    "associated_type": "alias",
}
_PATHS = frozenset({"type_identifier", "scoped_type_identifier", "primitive_type"})


def constant(frame: Frame) -> Constant:
    """A `const` or `static`, also one of an `impl` or trait."""
    node = frame.node
    given = node.child_by_field_name("value")
    found = value(given, frame) if given is not None else Unknown((), "no value is given here")
    name = join(path_of(frame), text(node.child_by_field_name("name")))
    comments = (*leading(frame, "constant"), *trailing(frame, "constant"))
    return Constant(name, found, span_of(frame), comments, is_public(node))


def type_(frame: Frame) -> Type:
    """A struct, enum, trait or alias with its fields and variants."""
    node = frame.node
    kind = KINDS[frame.kind]
    found = before(frame)
    decorators = attributes_in(found)
    name = join(module_of(frame) if frame.kind != "associated_type" else path_of(frame), text(node.child_by_field_name("name")))
    body = node.child_by_field_name("body")
    serde = names_of(decorators)
    fields = tuple(_fields(body, frame, serde)) if kind == "struct" else ()
    variants = tuple(_variants(body, frame, serde)) if kind == "enum" else ()
    bases = tuple(_bases(node, frame, kind))
    comments = leading_in(found, frame, "type")
    return Type(name, kind, fields, variants, bases, span_of(frame), comments, is_public(node), decorators)


def _bases(node: Node, frame: Frame, kind: str) -> Iterator[str]:
    if kind == "alias":
        target = core(node.child_by_field_name("type"), frame)
        if target:
            yield target
    bounds = node.child_by_field_name("bounds") if kind == "trait" else None
    for bound in bounds.named_children if bounds is not None else ():
        if bound.type in ("type_identifier", "scoped_type_identifier", "generic_type"):
            yield dotted(text(bound), frame)


def _fields(body: Node | None, frame: Frame, serde: Names) -> Iterator[Field]:
    if body is None:
        return
    inside = below(frame, body)
    if inside.kind == "ordered_field_declaration_list":
        yield from _positions(body, inside)
    elif inside.kind == "field_declaration_list":
        for node, found in members(body, "field_declaration"):
            yield from _field(below(inside, node), found, serde)


def _positions(body: Node, inside: Frame) -> Iterator[Field]:
    parts = [c for i, c in enumerate(body.children) if body.field_name_for_child(i) == "type"]
    for i, node in enumerate(parts):
        at = below(inside, node)
        yield Field(str(i), _field_type(node, at), str(i), wrapped_in(node) == "Option", span_of(at), (), None, text(node))


def _field(at: Frame, found: list[Node], serde: Names) -> Iterator[Field]:
    own = names_of(attributes_in(found))
    if own.skip:
        return
    node = at.node
    name = text(node.child_by_field_name("name")).removeprefix("r#")
    written = node.child_by_field_name("type")
    wire = "" if own.flatten else own.rename or wire_name(name, serde.rename_all)
    optional = absent(own) or serde.default or wrapped_in(written) == "Option"
    comments = (*leading_in(found, at, "field"), *trailing(at, "field"))
    plain_type = "" if own.custom else text(written)
    yield Field(name, _field_type(written, at), wire, optional, span_of(at), comments, None, plain_type, own.skip_if)


def _field_type(node: Node | None, at: Frame) -> str:
    """The type as written, without wrappers where what is inside is a plain path: `Option<Arc<Db>>` -> `Db`, `Vec<u8>` -> `Vec<u8>`."""
    held = inner_type(node)
    if held is not None and held.type in _PATHS:
        return plain(held, at)
    return " ".join(source(at, node).split()) if node is not None else ""


def _variants(body: Node | None, frame: Frame, serde: Names) -> Iterator[Variant]:
    if body is None:
        return
    inside = below(frame, body)
    for node, found in members(body, "enum_variant"):
        at = below(inside, node)
        own = names_of(attributes_in(found))
        name = text(node.child_by_field_name("name"))
        wire = own.rename or wire_name(name, serde.rename_all, variant=True)
        given = node.child_by_field_name("value")
        fields = tuple(_fields(node.child_by_field_name("body"), at, own))
        comments = (*leading_in(found, at, "type"), *trailing(at, "type"))
        yield Variant(name, wire, fields, span_of(at), comments, value(given, at) if given is not None else None)


def implementation(frame: Frame) -> Implementation:
    """`impl Trait for Type`."""
    trait, owner = frame.node.child_by_field_name("trait"), frame.node.child_by_field_name("type")
    return Implementation(dotted(text(trait), frame), core(owner, frame), module_of(frame), span_of(frame))
