"""Macros by example (`macro_rules!`) as functions: what a rule's body calls the macro calls, and metavariables are parameters."""

from tree_sitter import Node

from checker.languages.rust.attributes import attributes_in, before, context
from checker.languages.rust.comments import leading_in
from checker.languages.rust.frame import Frame, enclosing, span_of, text
from checker.languages.rust.scopes import join, module_of, path_of
from checker.model.facts import Function, Param
from checker.model.value import Parameter

_EXPORTED = "macro_export"
#: What ends an argument of a macro, as the inside of an invocation is read (`macros.inside`).
_SEPARATORS = frozenset({",", ";", "=>"})


def rule_around(frame: Frame) -> Frame | None:
    """The rule whose body a node stands in, unless in a function that the rule writes."""
    holder = enclosing(frame, "macro_rule", "function_item")
    return holder if holder is not None and holder.kind == "macro_rule" else None


def body_path(frame: Frame) -> str:
    """The full path of the function or macro in whose body a node stands; `""` outside of any."""
    rule, function = rule_around(frame), enclosing(frame, "function_item")
    return path_of_macro(rule) if rule is not None else path_of(function) if function is not None else ""


def path_of_macro(rule: Frame) -> str:
    """The full path that callers know the macro of a rule by: an exported one stands at the root of its crate."""
    definition = rule.up or rule
    name = text(definition.node.child_by_field_name("name"))
    module = module_of(definition)
    return join(module.partition(".")[0] if _exported(definition) else module, name)


def metavariable(name: str, frame: Frame) -> Parameter | None:
    """What `$name` stands for: the argument of the macro that every rule has it for; None for repeated ones, and where rules differ."""
    rule = rule_around(frame)
    definition = rule.up if rule is not None else None
    rules = [c for c in definition.node.named_children if c.type == "macro_rule"] if definition is not None else []
    found = {position for each in rules for known, position in _arguments(each) if known == name}
    position = found.pop() if len(found) == 1 else -1
    return Parameter(position, name) if position >= 0 else None


def function(rule: Frame) -> Function:
    """A rule of a macro as the function that it is to its callers."""
    definition = rule.up or rule
    found, span = before(definition), span_of(rule)
    names = {position: name for name, position in _arguments(rule.node)}
    params = tuple(Param(names.get(i, ""), "", "") for i in range(max(names, default=-1) + 1))
    return Function(
        name=path_of_macro(rule),
        owner="",
        trait="",
        scope=module_of(definition),
        params=params,
        receiver=False,
        result="",
        returns=(),
        span=span,
        lines=span.end_line - span.line + 1,
        comments=leading_in(found, definition, "function"),
        decorators=attributes_in(found),
        context=context(definition),
        public=_exported(definition),
    )


def _exported(definition: Frame) -> bool:
    return any(_EXPORTED in attribute for attribute in attributes_in(before(definition)))


def _arguments(rule: Node) -> list[tuple[str, int]]:
    """The metavariables of a rule that are an argument by themselves, with its position; -1 for all others."""
    pattern = next((c for c in rule.children if c.type == "token_tree_pattern"), None)
    found, at, alone = list[tuple[str, int]](), 0, True
    for child in pattern.children[1:-1] if pattern is not None else ():
        if child.type in _SEPARATORS:
            at, alone = at + 1, True
        elif child.type == "token_binding_pattern":
            found.append((text(child.child_by_field_name("name"))[1:], at if alone else -1))
        elif child.type == "token_repetition_pattern":
            found += [(name, -1) for name in _bound(child)]
        else:
            alone = False  # `target: $name` is a named argument, and other tokens are anything
    return found


def _bound(node: Node) -> list[str]:
    if node.type == "token_binding_pattern":
        return [text(node.child_by_field_name("name"))[1:]]
    return [name for child in node.named_children for name in _bound(child)]
