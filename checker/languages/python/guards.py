"""The conditions that must have held, inside its function, for a place to be reached."""

from tree_sitter import Node

from checker.languages.python import patterns
from checker.languages.python.branches import exits
from checker.languages.python.negation import turned
from checker.languages.python.offsets import Chain, Parsed, words
from checker.languages.python.scopes import enclosing_function
from checker.languages.python.values import value_of
from checker.model.facts import Guard
from checker.model.value import Value

_MOST_EXITS = 20


def guards(parsed: Parsed, chain: Chain) -> tuple[Guard, ...]:
    """The guards of the end of a chain, outermost first."""
    function = enclosing_function(chain)
    found: list[Guard] = []
    for i in range(function.position if function else 0, len(chain) - 1):
        found += _of(parsed, chain[i], chain[i + 1], chain)
    return tuple(found)


def _of(parsed: Parsed, node: Node, child: Node, chain: Chain) -> list[Guard]:
    if node.type in ("block", "module"):
        return _early(parsed, node, child)
    if node.type == "if_statement":
        return _branch(parsed, node, child)
    if node.type == "while_statement" and child.type == "block":
        return _condition(parsed, node.child_by_field_name("condition"))
    if node.type == "try_statement" and child.type == "block":
        return [Guard("try", "", None, (), node.start_point[0] + 1)]
    if node.type == "case_clause" and child.type == "block":
        return _case(parsed, node, chain)
    if node.type == "conditional_expression":
        return _conditional(parsed, node, child)
    if node.type == "boolean_operator":
        return _boolean(parsed, node, child)
    if node.type.endswith("_comprehension") or node.type == "generator_expression":
        return _comprehension(parsed, node, child)
    return []


def _guard(parsed: Parsed, kind: str, node: Node, pattern: str = "", subject: Value | None = None, holds: bool = False) -> Guard:
    """`holds`: of an early exit, that it is taken where the condition does not hold."""
    negated = turned(node, holds) if kind in ("if", "else", "return") else ()
    return Guard(kind, pattern, subject, words(parsed, node, strings=True), node.start_point[0] + 1, negated)


def _condition(parsed: Parsed, condition: Node | None) -> list[Guard]:
    """`a and isinstance(b, C)` is an `if` and an `arm`."""
    found: list[Guard] = []
    for part in _conjuncts(condition):
        test = patterns.test_of(part)
        if test is None:
            asked = _asked(part)
            found.append(_guard(parsed, "if", part, subject=value_of(parsed, asked) if asked is not None else None))
        else:
            found.append(_guard(parsed, "arm", part, test.pattern, value_of(parsed, test.subject)))
    return found


def _asked(condition: Node) -> Node | None:
    """What has to be there, or true: the name in `if x`, `if x is not None`."""
    if condition.type == "comparison_operator" and condition.named_child_count == 2:
        left, right = condition.named_children
        condition = left if condition.children[1].type == "is not" and right.type == "none" else condition
    return condition if condition.type == "identifier" else None


def _conjuncts(condition: Node | None) -> list[Node]:
    found: list[Node] = []
    while condition is not None and len(found) < 20:
        if condition.type == "parenthesized_expression" and condition.named_child_count == 1:
            condition = condition.named_children[0]
        elif condition.type == "boolean_operator" and condition.children[1].type == "and":
            found.append(condition.children[2])
            condition = condition.children[0]
        else:
            return [condition, *reversed(found)]
    return found[::-1]


def _branch(parsed: Parsed, node: Node, child: Node) -> list[Guard]:
    if child.type == "block":
        return _condition(parsed, node.child_by_field_name("condition"))
    if child.type not in ("elif_clause", "else_clause"):
        return []
    before = [c for c in _conditions(parsed, node) if c[0] < child.start_byte]
    found = [g for _, g, _ in before if g is not None][-_MOST_EXITS:]
    if child.type == "elif_clause":
        return found + _condition(parsed, child.child_by_field_name("condition"))
    rest = next((c for _, g, c in before if g is None), None)
    test = patterns.test_of(rest) if rest is not None else None
    return [*found, _guard(parsed, "arm", rest, "_", value_of(parsed, test.subject))] if rest is not None and test else found


def _conditions(parsed: Parsed, node: Node) -> list[tuple[int, Guard | None, Node]]:
    """The conditions of an `if` chain: where each stands, and the guard that it failed unless it is a test for one of several."""
    key = ("conditions", node.start_byte, node.end_byte)
    if key not in parsed.memo:
        clauses = [node, *(c for c in node.named_children if c.type == "elif_clause")]
        each = [c for clause in clauses if (c := clause.child_by_field_name("condition")) is not None]
        parsed.memo[key] = [(c.start_byte, None if patterns.test_of(c) else _guard(parsed, "else", c), c) for c in each]
    result: list[tuple[int, Guard | None, Node]] = parsed.memo[key]
    return result


def _case(parsed: Parsed, case: Node, chain: Chain) -> list[Guard]:
    statement = next((n for n in reversed(chain[: chain.index(case)]) if n.type == "match_statement"), None)
    # In broken code a `case` can stand alone.
    subject = statement.child_by_field_name("subject") if statement is not None else None
    pattern = next((c for c in case.named_children if c.type == "case_pattern"), case)
    value = value_of(parsed, subject) if subject else None
    found = [_guard(parsed, "arm", pattern, patterns.case_label(case), value)]
    condition = case.child_by_field_name("guard")
    return found + (_condition(parsed, condition.named_children[0]) if condition and condition.named_child_count else [])


def _conditional(parsed: Parsed, node: Node, child: Node) -> list[Guard]:
    parts = [c for c in node.named_children if c.type != "comment"]
    if len(parts) != 3 or child == parts[1]:
        return []
    return _condition(parsed, parts[1]) if child == parts[0] else [_guard(parsed, "else", parts[1])]


def _boolean(parsed: Parsed, node: Node, child: Node) -> list[Guard]:
    if child != node.children[-1]:
        return []
    left = node.children[0]
    return _condition(parsed, left) if node.children[1].type == "and" else [_guard(parsed, "else", left)]


def _comprehension(parsed: Parsed, node: Node, child: Node) -> list[Guard]:
    if child != node.child_by_field_name("body"):
        return []
    clauses = [c for c in node.named_children if c.type == "if_clause" and c.named_child_count]
    return [g for c in clauses for g in _condition(parsed, c.named_children[0])]


def _early(parsed: Parsed, block: Node, child: Node) -> list[Guard]:
    return [g for end, g in _exits(parsed, block) if end <= child.start_byte][-_MOST_EXITS:]


def _exits(parsed: Parsed, block: Node) -> list[tuple[int, Guard]]:
    """The `if`s of a block that leave it, with where they end; once a block, because many calls can stand in one."""
    key = ("exits", block.start_byte, block.end_byte)
    if key not in parsed.memo:
        leaving = [(node, condition) for node in block.named_children for condition in _leaving(node)]
        parsed.memo[key] = [(node.end_byte, _left(parsed, node, condition)) for node, condition in leaving]
    result: list[tuple[int, Guard]] = parsed.memo[key]
    return result


def _left(parsed: Parsed, node: Node, condition: Node) -> Guard:
    """The guard for what comes after an `if` that leaves: `if x not in ("a", "b"): return` is an `arm` for what follows."""
    test = patterns.unless(condition) if node.type == "if_statement" and condition == node.child_by_field_name("condition") else None
    if test is None:
        return _guard(parsed, "return", condition, holds=node.type == "assert_statement")
    return _guard(parsed, "arm", condition, test.pattern, value_of(parsed, test.subject))


def _leaving(node: Node) -> list[Node]:
    if node.type == "assert_statement":
        return node.named_children[:1]
    if node.type != "if_statement":
        return []
    clauses = [node, *(c for c in node.named_children if c.type == "elif_clause")]
    conditions = []
    for clause in clauses:
        block, condition = clause.child_by_field_name("consequence"), clause.child_by_field_name("condition")
        if block is not None and condition is not None and exits(block):
            conditions.append(condition)
    return conditions
