"""`match` and `if` as values: one alternative for each way that comes to its end."""

from tree_sitter import Node

from checker.languages.rust.bindings import conditions
from checker.languages.rust.blocks import diverges, match_arms, otherwise
from checker.languages.rust.frame import Evaluate, Frame, below
from checker.languages.rust.patterns import alternatives
from checker.model.value import Choice, Number, Option, Unknown, Value

#: Branches of one `if … else if …` chain that are looked at.
_MAX_BRANCHES = 64


def match(node: Node, frame: Frame, depth: int, evaluate: Evaluate) -> Value:
    """`match x { A::B => 1, _ => 2 }`; arms that return or panic give no value."""
    subject = node.child_by_field_name("value")
    here = below(frame, node)
    options = []
    for arm in match_arms(node):
        value = arm.child_by_field_name("value")
        if value is None or diverges(value):
            continue
        found = evaluate(value, below(here, arm), depth + 1)
        patterns = alternatives(arm.child_by_field_name("pattern"), here)
        options += [Option("" if p == "_" else p, found) for p in patterns]
    return _choice(options, evaluate(subject, frame, depth + 1) if subject is not None else None)


def condition(node: Node, frame: Frame, depth: int, evaluate: Evaluate) -> Value:
    """`if a { 1 } else if let Some(x) = y { x } else { 3 }`; the subject is that of a single `if let`."""
    options: list[Option] = []
    chain: Node | None = node
    outer = frame
    for _ in range(_MAX_BRANCHES):
        if chain is None or chain.type != "if_expression":
            break
        here = below(outer, chain)
        body = chain.child_by_field_name("consequence")
        if body is not None and not diverges(body):
            options += _branch(chain, body, here, depth, evaluate)
        chain, outer = otherwise(chain), here
    if chain is not None and not diverges(chain):
        options.append(Option("", evaluate(chain, outer, depth + 1)))
    elif chain is None:
        options.append(Option("", Number("()")))
    return _choice(options, _subject(node, frame, depth, evaluate))


def _branch(node: Node, body: Node, here: Frame, depth: int, evaluate: Evaluate) -> list[Option]:
    value = evaluate(body, here, depth + 1)
    let = _single_let(node)
    patterns = alternatives(let.child_by_field_name("pattern"), here) if let is not None else ("_",)
    return [Option("" if p == "_" else p, value) for p in patterns]


def _single_let(node: Node) -> Node | None:
    tested = conditions(node)
    return tested[0] if len(tested) == 1 and tested[0].type == "let_condition" else None


def _subject(node: Node, frame: Frame, depth: int, evaluate: Evaluate) -> Value | None:
    let = _single_let(node)
    value = let.child_by_field_name("value") if let is not None else None
    return evaluate(value, frame, depth + 1) if value is not None else None


def _choice(options: list[Option], subject: Value | None) -> Value:
    if not options:
        return Unknown((), "no way out gives a value")
    return options[0].value if len(options) == 1 else Choice(tuple(options), subject)
