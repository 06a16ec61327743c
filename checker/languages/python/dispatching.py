"""Where a function looks which kind of thing one of its parameters is, and does nothing with the others."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.python.branches import exits
from checker.languages.python.handlers import Table, table
from checker.languages.python.locals import parameter_nodes
from checker.languages.python.offsets import Chain, Parsed, chain_to, occurrences, span, text
from checker.languages.python.patterns import case_label, test_of, unless
from checker.languages.python.scopes import body
from checker.languages.python.values import value_of
from checker.model.facts import Dispatch
from checker.model.value import Member, Parameter, Value

_WORDS = (b"match ", b"isinstance(", b"elif ", b"type(", b" is ", b" in ", b"==", b"](", b".get(")
_IDLE = frozenset({"pass_statement", "continue_statement", "comment"})
_NOTHING = frozenset({"none", "true", "false", "ellipsis", "string"})
#: Statements whose inside is run with what holds them.
_THROUGH = frozenset({"try_statement", "with_statement", "block"})
#: Statements of one function that are looked at, those at its head that can be filters, and uses of one parameter.
_MOST_STATEMENTS, _MOST_FILTERS, _MOST_USES = 400, 4, 200


class _Chosen(NamedTuple):
    """One `match` or `if` chain: its node, the node it looks at, what has an arm, and the arm for the rest (None: there is none)."""

    node: Node
    subject: Node
    patterns: tuple[str, ...]
    rest: Node | None


def dispatches(parsed: Parsed, chain: Chain) -> tuple[Dispatch, ...]:
    """What the function that ends the chain decides by the kind of a parameter; nothing where it does something with every kind, or
    cannot be told to."""
    function = chain[-1]
    block = body(function)
    if block is None or not any(parsed.data.find(word, block.start_byte, block.end_byte) >= 0 for word in _WORDS):
        return ()
    filtered = tuple(_filters(parsed, block))
    if filtered:
        return filtered
    chosen = [c for node in _statements(block) if (c := _chosen(node)) is not None]
    for name in filter(None, map(_name, parameter_nodes(function))):
        mine = [c for c in chosen if _about(c.subject, name)]
        found = table(parsed, block, name)
        if (mine or found) and not _used_elsewhere(parsed, block, name, mine, found):
            return (*_by_statements(parsed, mine), *_by_table(parsed, found))
    return ()


def _filters(parsed: Parsed, block: Node) -> Iterator[Dispatch]:
    """`if not isinstance(event, (A, B)): return` at the head of a function."""
    for node in block.named_children[:_MOST_FILTERS]:
        condition = node.child_by_field_name("condition") if node.type == "if_statement" and node.named_child_count == 2 else None
        inner = condition.child_by_field_name("argument") if condition is not None and condition.type == "not_operator" else None
        test = test_of(inner) if inner is not None else unless(condition) if condition is not None else None
        block_ = node.child_by_field_name("consequence")
        subject = _looked_at(parsed, test.subject) if test is not None and block_ is not None and exits(block_) else None
        if test is not None and subject is not None:
            yield Dispatch(subject, tuple(test.pattern.split("|")), "left", span(parsed, node.children[0]))


def _name(parameter: Node) -> str:
    inner = parameter.child_by_field_name("name") or next(iter(parameter.named_children), None)
    named = parameter if parameter.type == "identifier" else inner
    return text(named) if named is not None and named.type == "identifier" else ""


def _by_statements(parsed: Parsed, chosen: Iterable[_Chosen]) -> Iterator[Dispatch]:
    for each in chosen:
        subject = _looked_at(parsed, each.subject)
        if subject is not None:
            place = span(parsed, each.rest) if each.rest is not None else span(parsed, each.node.children[0])
            yield Dispatch(subject, each.patterns, "idle" if each.rest is not None else "none", place)


def _by_table(parsed: Parsed, found: Table | None) -> Iterator[Dispatch]:
    subject = _looked_at(parsed, found.key) if found is not None else None
    if found is not None and subject is not None:
        yield Dispatch(subject, found.patterns, "none", span(parsed, found.lookup))


def _looked_at(parsed: Parsed, subject: Node) -> Value | None:
    """A parameter, of which `type(…)` is asked or not, or an attribute of one."""
    if subject.type == "call" and text(subject.children[0]) == "type":
        subject = subject.child_by_field_name("arguments").named_children[0]  # type: ignore[union-attr]
    found = value_of(parsed, subject)
    base = found.base if isinstance(found, Member) else found
    return found if isinstance(base, Parameter) and base.position >= 0 else None


def _about(subject: Node, name: str) -> bool:
    """Whether what is looked at is `event`, `event.name` or `type(event)`."""
    return "".join(text(subject).split()) in (name, f"type({name})") or (subject.type == "attribute" and text(subject.children[0]) == name)


def _statements(block: Node) -> Iterator[Node]:
    pending = list(reversed(block.named_children))
    for _ in range(_MOST_STATEMENTS):
        if not pending:
            return
        node = pending.pop()
        if node.type in ("match_statement", "if_statement"):
            yield node
        elif node.type in _THROUGH:
            pending += [c for c in reversed(node.named_children) if c.type == "block" or node.type == "block"]


def _chosen(node: Node) -> _Chosen | None:
    """None where it asks for something else, or something is done with the rest."""
    return _by_cases(node) if node.type == "match_statement" else _by_conditions(node)


def _by_cases(node: Node) -> _Chosen | None:
    subject, inside = node.child_by_field_name("subject"), node.child_by_field_name("body")
    patterns: list[str] = []
    rest: Node | None = None
    for case in (c for c in inside.named_children if c.type == "case_clause") if inside is not None else ():
        label = case_label(case).split("|")
        if "_" not in label:
            patterns += label
        elif case.child_by_field_name("guard") is None:
            rest = case
    done = rest is not None and not _idle(rest.child_by_field_name("consequence"))
    return None if subject is None or done or not patterns else _Chosen(node, subject, tuple(patterns), rest)


def _by_conditions(node: Node) -> _Chosen | None:
    clauses = [node, *(c for c in node.named_children if c.type == "elif_clause")]
    tests = [test_of(c) if (c := clause.child_by_field_name("condition")) is not None else None for clause in clauses]
    rest = next((c for c in node.named_children if c.type == "else_clause"), None)
    if rest is not None and not _idle(rest.child_by_field_name("body")):
        return None
    known = [t for t in tests if t is not None]
    if len(known) != len(tests) or any(text(t.subject) != text(known[0].subject) for t in known):
        return None
    return _Chosen(node, known[0].subject, tuple(p for t in known for p in t.pattern.split("|")), rest)


def _idle(block: Node | None) -> bool:
    """Whether nothing is done in a block: `pass`, `...`, `return None`."""
    for statement in block.named_children if block is not None else ():
        inner = statement.named_children
        plain = statement.type in ("return_statement", "expression_statement") and all(c.type in _NOTHING for c in inner)
        if statement.type not in _IDLE and not plain:
            return False
    return True


def _used_elsewhere(parsed: Parsed, block: Node, name: str, chosen: list[_Chosen], found: Table | None) -> bool:
    """Whether a function does something with a parameter beside looking what it is and handing it to the arms."""
    taken = [(c.node.start_byte, c.node.end_byte) for c in chosen]
    for number, offset in enumerate(occurrences(parsed.data, name.encode(), block.start_byte, block.end_byte)):
        if number >= _MOST_USES:
            return True
        if any(start <= offset < end for start, end in taken):
            continue
        chain = chain_to(block, offset)
        if chain[-1].type == "identifier" and not _attribute(chain) and not (found is not None and found.takes(chain)):
            return True
    return False


def _attribute(chain: Chain) -> bool:
    """Whether a name is that of an attribute or keyword, and not a variable."""
    parent = chain[-2] if len(chain) > 1 else chain[-1]
    field = {"attribute": "attribute", "keyword_argument": "name"}.get(parent.type)
    return field is not None and parent.child_by_field_name(field) == chain[-1]
