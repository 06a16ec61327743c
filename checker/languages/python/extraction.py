"""All facts of one file about the names asked for: occurrences by offset first, then only what stands around them."""

from typing import NamedTuple

from checker.languages.python.calls import Use, alias_of, call, use
from checker.languages.python.classes import base_nodes, class_type
from checker.languages.python.constants import alias, constant, members, target_of
from checker.languages.python.directives import directives
from checker.languages.python.functions import function
from checker.languages.python.imports import imports
from checker.languages.python.mentions import mentions
from checker.languages.python.modulenames import is_variable
from checker.languages.python.offsets import DEEPEST, Chain, Parsed, chain_to, line_span, occurrences, present, text
from checker.languages.python.parsing import parse, problems
from checker.languages.python.scopes import named, path
from checker.languages.python.standing import standing
from checker.languages.python.statements import statements
from checker.model.facts import Call, Constant, FileFacts, Problem, Statement, Table, Type
from checker.model.source import Source

#: A file with more uses of the names than this is not source a person wrote.
_MOST_PLACES = 20_000
_ALIAS_ROUNDS = 3


class _Found(NamedTuple):
    """What has been seen so far, by where it stands, so that nothing is listed twice."""

    calls: dict[int, Call]
    functions: dict[int, Chain]
    asked: set[int]
    classes: dict[int, Chain]
    constants: dict[str, Constant]
    aliases: dict[str, Type]
    statements: list[Statement]
    tables: list[Table]
    problems: list[Problem]


def extract(source: Source, names: frozenset[str], definitions: bool = False) -> FileFacts:
    """The facts of `source` that concern `names`; only what defines them, if that is all that is wanted."""
    parsed = parse(source)
    found = _Found({}, {}, set(), {}, {}, {}, [], [], [])
    words = present(parsed.data, names)
    if definitions:
        for chain in _places(parsed, words, found):
            _define(parsed, chain, found)
        return _facts(parsed, found)
    seen: set[bytes] = set()
    for renamed in range(_ALIAS_ROUNDS + 1):
        fresh = words - seen
        if not fresh:
            break
        take = _take_renamed if renamed else _take
        seen |= fresh
        words = {a.encode() for chain in _places(parsed, fresh, found) for a in take(parsed, chain, found, seen)} | _imported(parsed, fresh)
    for chain, fact in statements(parsed, names):
        if isinstance(fact, Table):
            found.tables.append(fact)
            continue
        found.statements.append(fact)
        _enclosing(chain, found)
    return _facts(parsed, found)._replace(mentions=tuple(mentions(parsed, names)))


def _places(parsed: Parsed, words: set[bytes], found: _Found) -> list[Chain]:
    offsets = sorted(o for w in words for o in occurrences(parsed.data, w))
    chains: list[Chain] = []
    deep: Chain = ()
    for offset in offsets[:_MOST_PLACES]:
        if deep and offset < deep[-1].end_byte:
            continue
        chain = chain_to(parsed.root, offset)
        if len(chain) < DEEPEST:
            chains.append(chain)
            continue
        if not deep:
            found.problems.append(_problem(parsed, chain[-1].start_byte, f"nested deeper than {DEEPEST}"))
        deep = chain
    if len(offsets) > _MOST_PLACES:
        found.problems.append(_problem(parsed, offsets[_MOST_PLACES], f"more than {_MOST_PLACES} uses of the names looked for"))
    return [c for c in chains if c[-1].type == "identifier"]


def _problem(parsed: Parsed, offset: int, why: str) -> Problem:
    return Problem(line_span(parsed, offset, offset, parsed.data.count(b"\n", 0, offset)), why)


def _imported(parsed: Parsed, words: set[bytes]) -> set[bytes]:
    """Other names under which the file imports one of the words."""
    given = {w.decode("utf-8", "replace") for w in words}
    return {i.alias.encode() for i in imports(parsed) if i.alias != "*" and i.target.rpartition(".")[2] in given and i.alias not in given}


def _take(parsed: Parsed, chain: Chain, found: _Found, _: set[bytes]) -> list[str]:
    """Sort one occurrence in; gives the further names it is known by in this file."""
    if _define(parsed, chain, found):
        return []
    _base(chain, found)
    renamed = alias_of(chain)
    if renamed is not None:
        return _renamed(parsed, renamed, found)
    used = use(chain)
    fact = call(parsed, used) if used is not None else None
    if used is not None and fact is not None:
        _used(chain, used, fact, found)
    return []


def _define(parsed: Parsed, chain: Chain, found: _Found) -> bool:
    """Sort in an occurrence that defines the name; whether it does."""
    parent = chain[-2] if len(chain) > 1 else chain[0]
    if parent.type in ("function_definition", "class_definition") and parent.child_by_field_name("name") == chain[-1]:
        kept = found.functions if parent.type == "function_definition" else found.classes
        kept[parent.start_byte] = chain[:-1]
        found.asked.add(parent.start_byte)
        return True
    if target_of(chain) > 0 or any(n.type == "type_alias_statement" for n in chain[-4:]):
        _assigned(parsed, chain, found)
        return True
    return False


def _take_renamed(parsed: Parsed, chain: Chain, found: _Found, known: set[bytes]) -> list[str]:
    """Sort in an occurrence of another name, if it means that one here and no local or attribute of the same spelling."""
    name = text(chain[-1])
    renamed = alias_of(chain)
    if renamed is not None:
        return _renamed(parsed, renamed, found)
    used = use(chain)
    if used is None or used.chain[-1] != chain[-1]:
        return []
    fact = call(parsed, used)
    if fact is None:
        return []
    stands_for_known = fact.callee.rpartition(".")[2].encode() in known and fact.callee != name
    if stands_for_known or (fact.callee == name and fact.receiver is None and _is_alias(parsed, name, fact.scope)):
        _used(chain, used, fact, found)
    return []


def _is_alias(parsed: Parsed, name: str, scope: str) -> bool:
    """Whether a plain name that is no local is an import that holds in this scope, or a variable of the module."""
    here = [i for i in imports(parsed) if i.alias == name and (scope == i.scope or scope.startswith(f"{i.scope}.") or not i.scope)]
    return bool(here) or is_variable(parsed, name)


def _used(chain: Chain, used: Use, fact: Call, found: _Found) -> None:
    found.calls[chain[-1].start_byte] = fact
    _enclosing(used.whole, found, used.kind == "decorator")


def _assigned(parsed: Parsed, chain: Chain, found: _Found) -> None:
    named_type = alias(parsed, chain)
    if named_type is not None:
        found.aliases[named_type.name] = named_type
        return
    full = f"{path(parsed, chain)}.{text(chain[-1])}".lstrip(".")
    known = constant(parsed, chain) if full not in found.constants else None
    if known is not None:
        found.constants[known.name] = known


def _renamed(parsed: Parsed, assignment: Chain, found: _Found) -> list[str]:
    """`cap = posthog.capture`: calls of `cap` count, and others can import it."""
    left = assignment[-1].child_by_field_name("left")
    if left is None:
        return []
    _assigned(parsed, assignment + chain_to(assignment[-1], left.start_byte)[1:], found)
    return [text(left)]


def _base(chain: Chain, found: _Found) -> None:
    """A class whose bases include the name."""
    for i in range(len(chain) - 2, max(len(chain) - 6, 0), -1):
        if chain[i].type == "class_definition" and chain[i + 1].type == "argument_list":
            last = [b.child_by_field_name("value") or b if b.type == "subscript" else b for b in base_nodes(chain[i])]
            if any(b.end_byte == chain[-1].end_byte for b in last):
                found.classes[chain[i].start_byte] = chain[: i + 1]
            return


def _enclosing(chain: Chain, found: _Found, decorator: bool = False) -> None:
    for node in named(chain):
        if node.type == "function_definition":
            found.functions[node.start_byte] = chain[: chain.index(node) + 1]
    whole = next((n for n in reversed(chain) if n.type == "decorated_definition"), None) if decorator else None
    inner = whole.child_by_field_name("definition") if whole else None
    if whole and inner:
        kept = found.functions if inner.type == "function_definition" else found.classes
        kept[inner.start_byte] = (*chain[: chain.index(whole) + 1], inner)


def _facts(parsed: Parsed, found: _Found) -> FileFacts:
    types = [(class_type(parsed, chain), chain) for chain in found.classes.values()]
    for type_, chain in types:
        if type_.kind == "enum":
            found.constants.update((c.name, c) for c in members(parsed, chain))
    return FileFacts(
        path=parsed.file.path,
        language=parsed.file.language,
        module=parsed.file.module,
        imports=imports(parsed),
        constants=tuple(sorted(found.constants.values(), key=lambda c: c.span.start)),
        types=tuple(sorted([t for t, _ in types] + list(found.aliases.values()), key=lambda t: t.span.start)),
        functions=tuple(function(parsed, found.functions[k], k in found.asked) for k in sorted(found.functions)),
        calls=tuple(found.calls[k] for k in sorted(found.calls)),
        statements=tuple(sorted(found.statements, key=lambda s: (s.span.start, s.table))),
        comments=standing(parsed),
        problems=tuple(dict.fromkeys((*problems(parsed), *found.problems))),
        tables=tuple(sorted(found.tables, key=lambda t: (t.span.start, t.name))),
        directives=directives(parsed),
    )
