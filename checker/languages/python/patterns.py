"""What the arms of `match` and of `if x == …` / `isinstance(…)` chains match, and what their captures are."""

from typing import NamedTuple

from tree_sitter import Node

from checker.languages.python import literals
from checker.languages.python.branches import Route, beyond
from checker.languages.python.env import Env
from checker.languages.python.offsets import Chain, dotted, text
from checker.model.value import Member, Value

_EQUAL = frozenset({"==", "is"})


class Test(NamedTuple):
    """A condition that compares one thing with a known pattern."""

    subject: Node
    pattern: str


def test_of(condition: Node) -> Test | None:
    """`x == "a"`, `x is E.A`, `x in ("a", "b")`, `isinstance(x, T)` as a test; None for other conditions."""
    while condition.type == "parenthesized_expression" and condition.named_child_count:
        condition = condition.named_children[0]
    if condition.type == "call":
        return _isinstance(condition)
    if condition.type != "comparison_operator" or condition.named_child_count != 2:
        return None
    left, right = condition.named_children
    operator = "".join(c.type for c in condition.children if not c.is_named)
    pattern = _pattern(right)
    if operator in _EQUAL and pattern:
        return Test(left, pattern)
    if operator in _EQUAL and literals.plain(left) is not None:
        return Test(right, _pattern(left))
    return _one_of(left, right) if operator == "in" else None


def unless(condition: Node) -> Test | None:
    """The test that holds where a condition does not: `x not in ("a", "b")`, `x != "a"`."""
    while condition.type == "parenthesized_expression" and condition.named_child_count:
        condition = condition.named_children[0]
    if condition.type != "comparison_operator" or condition.named_child_count != 2:
        return None
    left, right = condition.named_children
    operator = "".join(c.type for c in condition.children if not c.is_named)
    if operator == "!=" and (pattern := _pattern(right)):
        return Test(left, pattern)
    return _one_of(left, right) if operator in ("not in", "notin") else None


def _one_of(left: Node, right: Node) -> Test | None:
    if right.type not in ("tuple", "list", "set"):
        return None
    each = [_pattern(c) for c in right.named_children if c.type != "comment"]
    return Test(left, "|".join(each)) if each and all(each) else None


def _isinstance(call: Node) -> Test | None:
    arguments = call.child_by_field_name("arguments")
    if text(call.children[0]) != "isinstance" or arguments is None or arguments.named_child_count != 2:
        return None
    subject, classes = arguments.named_children
    each = [dotted(c) for c in (classes.named_children if classes.type == "tuple" else [classes])]
    return Test(subject, "|".join(each)) if each and all(each) else None


def _pattern(node: Node) -> str:
    """The path or literal text that a comparison is with; `""` where it is computed. A lone lower-case name is a variable."""
    said = literals.plain(node)
    if said is not None:
        return said
    if node.type in ("integer", "true", "false"):
        return text(node)
    path = dotted(node)
    path = path.removesuffix(".value") if path.count(".") > 1 else path
    return path if "." in path or path[:1].isupper() else ""


def case_label(case: Node) -> str:
    """What a `case` clause matches: paths and literals, alternatives joined by `|`, `_` for anything."""
    found = [c for c in case.named_children if c.type == "case_pattern"]
    return _label(found[0]) if len(found) == 1 else ",".join(_label(c) for c in found)


def _label(pattern: Node) -> str:
    for _ in range(4):
        if pattern.type in ("case_pattern", "as_pattern", "tuple_pattern") and pattern.named_child_count:
            pattern = pattern.named_children[0]
    if pattern.type == "union_pattern":
        return "|".join(_simple(c) for c in pattern.named_children)
    return _simple(pattern)


def _simple(node: Node) -> str:
    if node.type == "class_pattern":
        return text(node.named_children[0]).replace(" ", "")
    if node.type == "dotted_name":
        return text(node).replace(" ", "") if node.named_child_count > 1 else "_"
    said = literals.plain(node)
    return said if said is not None else "_" if node.type in ("case_pattern", "list_pattern", "dict_pattern") else text(node)


def captured(chain: Chain, env: Env) -> Value:
    """The value a name in a `case` pattern is bound to: a part of the subject."""
    i = max(n for n, node in enumerate(chain) if node.type == "case_clause")
    # In broken code a `case` can stand alone.
    statement = next((n for n in reversed(chain[:i]) if n.type == "match_statement"), None)
    subject = statement.child_by_field_name("subject") if statement is not None else None
    value: Value = env.of(subject) if subject else env.unknown(chain[i], "not understood")
    for node, child in zip(chain[i:], chain[i + 1 :], strict=False):
        value = _part(node, child, value)
    return value


def _part(node: Node, child: Node, value: Value) -> Value:
    if node.type == "keyword_pattern" and child != node.named_children[0]:
        return Member(value, text(node.named_children[0]))
    if node.type == "class_pattern" and child.type == "case_pattern":
        if child.named_child_count and child.named_children[0].type == "keyword_pattern":
            return value
        return Member(value, str(_place(node, child) - 1))
    if node.type in ("list_pattern", "tuple_pattern") and node.named_child_count > 1:
        return Member(value, str(_place(node, child)))
    if node.type == "dict_pattern" and child.type == "case_pattern":
        key = child.prev_named_sibling
        return Member(value, literals.plain(key) or text(key)) if key is not None else value
    return value


def _place(node: Node, child: Node) -> int:
    return next((n for n, c in enumerate(node.named_children) if c == child), 0)


def labels(found: list[Route], use: Route, env: Env) -> tuple[Value | None, list[str]]:
    """The subject and a pattern for each binding, where all are set in the arms of one `match` or `if` chain; else nothing."""
    steps = [beyond(r, use) for r in found]
    compounds = {s[0].key[:2]: s[0].compound for s in steps if s}
    if len(found) < 2 or len(compounds) != 1 or any(len(s) > 1 for s in steps):
        return None, []
    compound = next(iter(compounds.values()))
    arms = [arm(compound, s[0].block) if s else (None, "") for s in steps]
    subjects = {text(a[0]) for a in arms if a[0] is not None}
    subject = next((a[0] for a in arms if a[0] is not None), None)
    if subject is None or len(subjects) != 1 or any(a[0] is None and a[1] != "" for a in arms):
        return None, []
    return env._replace(at=compound.start_byte).of(subject), [a[1] for a in arms]


def arm(compound: Node, block: Node) -> tuple[Node | None, str]:
    """Subject and pattern of one alternative; `(None, "")` for the rest, `(None, "?")` for a condition of another kind."""
    if compound.type == "match_statement":
        return compound.child_by_field_name("subject"), case_label(block)
    if compound.type != "if_statement":
        return None, "?"
    if block.type == "else_clause":
        return None, ""
    condition = (block if block.type == "elif_clause" else compound).child_by_field_name("condition")
    test = test_of(condition) if condition else None
    return (test.subject, test.pattern) if test else (None, "?")
