"""Which alternatives of the control flow a place stands in, and whether a set of places covers them all."""

from typing import NamedTuple

from tree_sitter import Node

from checker.languages.python.offsets import Chain

_LOOPS = frozenset({"for_statement", "while_statement"})
_CLAUSES = frozenset({"elif_clause", "else_clause", "except_clause", "except_group_clause", "case_clause"})
_LEAVES = frozenset({"return_statement", "raise_statement"})
_EXITS = _LEAVES | {"continue_statement", "break_statement"}


class Branch(NamedTuple):
    """One alternative of a compound statement: `key` tells two apart cheaply."""

    compound: Node
    block: Node

    @property
    def key(self) -> tuple[int, int, int]:
        """Where the compound statement stands, and where this alternative of it starts."""
        return self.compound.start_byte, self.compound.end_byte, self.block.start_byte


Route = tuple[Branch, ...]


def route(chain: Chain) -> Route:
    """The alternatives that lead to a place, outermost first."""
    return tuple(b for i in range(len(chain) - 1) for b in _steps(chain[i], chain, i))


def _steps(node: Node, chain: Chain, i: int) -> tuple[Branch, ...]:
    child = chain[i + 1]
    if node.type in ("if_statement", "try_statement") or node.type in _LOOPS:
        return (Branch(node, child),) if child.type == "block" or child.type in _CLAUSES else ()
    if node.type == "match_statement" and i + 2 < len(chain) and chain[i + 2].type == "case_clause":
        return (Branch(node, chain[i + 2]),)
    return ()


def beyond(steps: Route, other: Route) -> Route:
    """The part of a route after what it shares with another one."""
    shared = 0
    while shared < min(len(steps), len(other)) and steps[shared].key == other[shared].key:
        shared += 1
    return steps[shared:]


def exclusive(steps: Route, other: Route) -> bool:
    """Whether at most one of the two places is passed: different arms of one `if` or `match`."""
    mine, theirs = beyond(steps, other), beyond(other, steps)
    if not mine or not theirs or mine[0].compound != theirs[0].compound:
        return False
    return mine[0].compound.type in ("if_statement", "match_statement")


def in_same_loop(steps: Route, other: Route) -> bool:
    """Whether one loop runs both places again and again."""
    shared = len(steps) - len(beyond(steps, other))
    return any(b.compound.type in _LOOPS and b.block.type == "block" for b in steps[:shared])


def leaves(branch: Branch) -> bool:
    """Whether the alternative ends with `return` or `raise`, so that nothing after the statement follows from it."""
    return _ends_with(branch.block, _LEAVES)


def exits(block: Node) -> bool:
    """Whether a block ends by leaving the function or this round of the loop."""
    return _ends_with(block, _EXITS)


def _ends_with(block: Node, kinds: frozenset[str]) -> bool:
    inner = block if block.type == "block" else next((c for c in reversed(block.named_children) if c.type == "block"), None)
    last = next((c for c in reversed(inner.named_children) if c.type != "comment"), None) if inner else None
    return last is not None and last.type in kinds


def covered(found: list[Route], compound: Node, prefix: Route = ()) -> bool:
    """Whether every way through `compound` passes one of the places found (routes relative to the same point)."""
    blocks = alternatives(compound)
    return bool(blocks) and all(_passes(found, (*prefix, Branch(compound, b))) for b in blocks)


def _passes(found: list[Route], here: Route) -> bool:
    keys = [b.key for b in here]
    if leaves(here[-1]) or any([b.key for b in r] == keys for r in found):
        return True
    deeper = {r[len(here)].key[:2]: r[len(here)].compound for r in found if len(r) > len(here) and [b.key for b in r[: len(here)]] == keys}
    return any(covered(found, compound, here) for compound in deeper.values())


def alternatives(compound: Node) -> list[Node]:
    """All ways through a compound statement; empty where it can also be passed by (no `else`, a loop)."""
    if compound.type == "if_statement":
        blocks = [c for c in compound.named_children if c.type == "block" or c.type in _CLAUSES]
        return blocks if blocks and blocks[-1].type == "else_clause" else []
    if compound.type == "try_statement":
        return [c for c in compound.named_children if c.type == "block" or c.type.startswith("except")]
    if compound.type == "match_statement":
        body = compound.child_by_field_name("body")
        cases = [c for c in body.named_children if c.type == "case_clause"] if body else []
        return cases if cases and _irrefutable(cases[-1]) else []
    return []


def _irrefutable(case: Node) -> bool:
    pattern = next((c for c in case.named_children if c.type == "case_pattern"), None)
    plain = pattern is not None and (not pattern.named_child_count or _is_capture(pattern))
    return plain and case.child_by_field_name("guard") is None


def _is_capture(pattern: Node) -> bool:
    only = pattern.named_children[0]
    return only.type == "dotted_name" and only.named_child_count == 1
