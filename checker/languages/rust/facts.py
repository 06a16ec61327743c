"""The facts of one Rust file about the names asked for."""

from collections.abc import Iterator
from typing import cast

from checker.languages.rust import macro_rules
from checker.languages.rust.calls import call, decorator
from checker.languages.rust.definitions import KINDS, constant, implementation, type_
from checker.languages.rust.frame import File, Frame, enclosing, frame_near, outermost, span_of, too_deep
from checker.languages.rust.functions import function
from checker.languages.rust.mentions import in_attribute, mention
from checker.languages.rust.occurrences import Occurrence, may_define, occurrences
from checker.languages.rust.reading import Opened, opened
from checker.languages.rust.statements import in_literal, literal_at
from checker.model.asked import is_asked
from checker.model.facts import Call, Constant, FileFacts, Function, Implementation, Mention, Problem, Statement, Table, Type
from checker.model.place import Span
from checker.model.source import Source

Fact = Call | Constant | Function | Implementation | Mention | Statement | Table | Type
_STRINGS = frozenset({"string_literal", "raw_string_literal", "string_content", "escape_sequence"})
_WORDS = frozenset({"identifier", "type_identifier", "field_identifier"})
_FUNCTIONS = frozenset({"function_item", "function_signature_item"})
_CONSTANTS = frozenset({"const_item", "static_item"})
_DEFINING = _CONSTANTS | _FUNCTIONS | frozenset(KINDS) | {"enum_variant"}


def facts(source: Source, names: frozenset[str], definitions: bool = False) -> FileFacts:
    """All that the file says about `names`, or only what defines them; one that ends in `*` stands for all identifiers that start so."""
    read = opened(source.file, source.data)
    file = read.file
    listed = _occurrences(file, names if definitions else names | _aliases(read, names), definitions)
    found: dict[tuple[type, Span, str, str], Fact] = {}
    leaf = outermost(file)
    deep: list[Problem] = []
    for occurrence in listed:
        leaf = frame_near(leaf, occurrence.start)
        if not deep and too_deep(leaf):
            deep.append(Problem(span_of(leaf), "nested too deep to be read"))
        for fact in _defined(leaf) if definitions else _facts(leaf, occurrence, names):
            found.setdefault((type(fact), fact.span, *_told_apart(fact)), fact)
    return _file_facts(source, read, (*read.problems, *deep), sorted(found.values(), key=lambda f: f.span))


def _told_apart(fact: Fact) -> tuple[str, str]:
    """What tells facts apart that stand in one literal."""
    if isinstance(fact, Statement):
        return fact.verb, fact.table
    return (fact.verb, fact.name) if isinstance(fact, Table) else ("", "")


def _occurrences(file: File, names: frozenset[str], definitions: bool) -> list[Occurrence]:
    lower = file.memo.get("lower")
    if not isinstance(lower, bytes):
        lower = file.memo["lower"] = file.data.lower()
    found = occurrences(file.data, lower, names)
    return [o for o in found if may_define(file.data, o)] if definitions else found


def _aliases(read: Opened, names: frozenset[str]) -> frozenset[str]:
    """The names under which the file knows what was asked for: `use a::record as rec` -> `rec`."""
    return frozenset([alias for alias, name in read.renamed if is_asked(name, names)])


def _file_facts(source: Source, read: Opened, problems: tuple[Problem, ...], found: list[Fact]) -> FileFacts:
    path, language, module = source.file.path, source.file.language, source.file.module
    if not found:
        return FileFacts(path, language, module, read.imports, comments=read.comments, problems=problems, directives=read.directives)
    return FileFacts(
        path,
        language,
        module,
        read.imports,
        tuple([f for f in found if isinstance(f, Constant)]),
        tuple([f for f in found if isinstance(f, Type)]),
        tuple([f for f in found if isinstance(f, Implementation)]),
        tuple([f for f in found if isinstance(f, Function)]),
        tuple([f for f in found if isinstance(f, Call)]),
        tuple([f for f in found if isinstance(f, Statement)]),
        read.comments,
        problems,
        tuple([f for f in found if isinstance(f, Table)]),
        read.directives,
        tuple([f for f in found if isinstance(f, Mention)]),
    )


def _facts(leaf: Frame, occurrence: Occurrence, names: frozenset[str]) -> Iterator[Fact]:
    kind = leaf.kind
    if kind in _STRINGS:
        literal = literal_at(leaf)
        if literal is not None:
            yield from _in_literal(literal, occurrence, names)
    elif kind in _WORDS and occurrence.exact and leaf.node.end_byte + leaf.shift == occurrence.end:
        yield from _named(leaf)
    elif kind == "attribute_item" and occurrence.exact:
        found = in_attribute(leaf, occurrence.start, occurrence.end)
        if found is not None:
            yield found
        yield from _with_function(decorator(leaf, occurrence.end), leaf)


def _in_literal(literal: Frame, occurrence: Occurrence, names: frozenset[str]) -> Iterator[Fact]:
    named = mention(literal) if occurrence.exact else None
    if named is not None:
        yield named
    written, tables = in_literal(literal, lambda table: is_asked(table, names))
    yield from written
    yield from tables
    if written:
        yield from _enclosing(literal)


def _named(leaf: Frame) -> Iterator[Fact]:
    """What a name defines, or the call that it names."""
    defined = list(_defined(leaf))
    yield from defined or _with_function(call(leaf), leaf)


def _defined(leaf: Frame) -> Iterator[Fact]:
    holder = leaf.up
    if holder is None or leaf.kind not in _WORDS:
        return
    if holder.kind in _DEFINING and holder.node.child_by_field_name("name") == leaf.node:
        yield from _definition(holder)
        return
    impl = _implemented(leaf)
    if impl is not None:
        yield implementation(impl)


def _definition(holder: Frame) -> Iterator[Fact]:
    if holder.kind in _FUNCTIONS:
        yield function(holder)
        return
    item = enclosing(holder, "enum_item") if holder.kind == "enum_variant" else holder
    if item is None:
        return
    # An enum is asked for by each of its variants, and everything again by whoever resolves its name.
    key = ("definition", item.node.start_byte + item.shift)
    memo = item.file.memo
    if key not in memo:
        memo[key] = constant(item) if item.kind in _CONSTANTS else type_(item)
    yield cast(Fact, memo[key])


def _implemented(leaf: Frame) -> Frame | None:
    """The `impl … for` whose trait `leaf` is the name of."""
    at = leaf
    while at.up is not None and at.up.kind in ("scoped_type_identifier", "generic_type") and _is_head(at.up, at):
        at = at.up
    holder = at.up
    return holder if holder and holder.kind == "impl_item" and holder.node.child_by_field_name("trait") == at.node else None


def _is_head(holder: Frame, at: Frame) -> bool:
    field = "name" if holder.kind == "scoped_type_identifier" else "type"
    return holder.node.child_by_field_name(field) == at.node


def _with_function(found: Call | None, leaf: Frame) -> Iterator[Fact]:
    # A function that a macro writes is known to nobody by the name that stands here.
    if found is not None and (enclosing(leaf, "macro_definition") is None or macro_rules.rule_around(leaf) is not None):
        yield found
        yield from _enclosing(leaf)


def _enclosing(leaf: Frame) -> Iterator[Fact]:
    rule, holder = macro_rules.rule_around(leaf), enclosing(leaf, "function_item")
    if rule is not None:
        yield macro_rules.function(rule)
    elif holder is not None:
        yield function(holder, returns=False)
