"""A function or method as a fact."""

from tree_sitter import Node

from checker.languages.python.comments import of_definition
from checker.languages.python.dispatching import dispatches
from checker.languages.python.imports import imports
from checker.languages.python.locals import parameter_nodes
from checker.languages.python.offsets import Chain, Parsed, chain_to, dotted, occurrences, span, text
from checker.languages.python.scopes import body, decorators, definition, enclosing_function, is_static, named, own_name, owner, path_of
from checker.languages.python.typenames import core
from checker.languages.python.values import value_at
from checker.model.facts import Comment, Function, Param
from checker.model.value import Value

_MOST_RETURNS = 40


def function(parsed: Parsed, chain: Chain, returns: bool = True) -> Function:
    """The function whose definition ends the chain; what it gives back only if that is wanted, because it costs the most."""
    node = chain[-1]
    name = path_of(parsed, chain, node)
    class_ = owner(chain, node)
    receiver = class_ is not None and not is_static(chain, node)
    listed = parameter_nodes(node)
    result = node.child_by_field_name("return_type")
    inner = body(node)
    holder = class_ if class_ is not None else _outer_class(chain)
    return Function(
        name=name,
        owner=path_of(parsed, chain, holder) if holder is not None else "",
        trait="",
        scope=name,
        params=tuple(_param(parsed, chain, p) for p in listed[1 if receiver else 0 :]),
        receiver=receiver,
        result=core(text(result)) if result else "",
        returns=_returns(parsed, chain) if returns else None,
        span=span(parsed, definition(chain, node)),
        lines=inner.end_point[0] - inner.start_point[0] + 1 if inner else 0,
        comments=of_definition(parsed, definition(chain, node), node, "function"),
        owner_comments=_owner_comments(parsed, chain, holder),
        decorators=decorator_names(definition(chain, node)),
        context=context(parsed, chain),
        public=enclosing_function(chain[:-1]) is None,
        dispatches=dispatches(parsed, chain) if returns and class_ is not None else (),
    )


def decorator_names(whole: Node) -> tuple[str, ...]:
    """The decorators of a definition as dotted paths, without what they are called with."""
    return tuple(filter(None, (dotted(_called(d)) for d in decorators(whole))))


def _called(node: Node) -> Node:
    return (node.child_by_field_name("function") or node) if node.type == "call" else node


def _outer_class(chain: Chain) -> Node | None:
    """The class whose method a nested function stands in: its `self` is the one a closure sees."""
    around = named(chain)
    return next((around[i] for i in range(len(around) - 2, -1, -1) if around[i].type == "class_definition"), None)


def _owner_comments(parsed: Parsed, chain: Chain, holder: Node | None) -> tuple[Comment, ...]:
    if holder is None:
        return ()
    key = ("owner comments", holder.start_byte)
    if key not in parsed.memo:
        parsed.memo[key] = of_definition(parsed, definition(chain, holder), holder, "impl")
    found: tuple[Comment, ...] = parsed.memo[key]
    return found


def _param(parsed: Parsed, chain: Chain, node: Node) -> Param:
    default, annotation = node.child_by_field_name("value"), node.child_by_field_name("type")
    named_ = node.child_by_field_name("name") or (node.named_children[0] if node.type == "typed_parameter" else node)
    written = text(annotation) if annotation else ""
    return Param(text(named_), core(written), written, value_at(parsed, chain[:-1], default) if default else None)


def _returns(parsed: Parsed, chain: Chain) -> tuple[Value, ...]:
    node, found = chain[-1], dict[Value, None]()
    for offset in occurrences(parsed.data, b"return", node.start_byte, node.end_byte):
        place = chain[:-1] + chain_to(node, offset)
        inner = enclosing_function(place)
        if place[-1].type == "return" and inner is not None and inner.node == node:
            given = place[-2].named_children
            if given and len(found) < _MOST_RETURNS:
                found[value_at(parsed, place[:-1], given[0])] = None
    return tuple(found)


def context(parsed: Parsed, chain: Chain) -> str:
    """`test` for pytest and unittest functions in files that are none; else what the file is."""
    if parsed.file.context == "production" and _is_test(parsed, chain):
        return "test"
    return parsed.file.context


def _is_test(parsed: Parsed, chain: Chain) -> bool:
    for node in named(chain + chain[-1:]) if chain[-1].type != "function_definition" else (*named(chain), chain[-1]):
        if node.type == "class_definition":
            bases = node.child_by_field_name("superclasses")
            if bases is not None and "TestCase" in text(bases):
                return True
        elif own_name(node).startswith("test_") and _uses_test_library(parsed):
            return True
        if any(d.startswith("pytest.") for d in decorator_names(definition(chain, node))):
            return True
    return False


def _uses_test_library(parsed: Parsed) -> bool:
    return any(i.target.split(".")[0] in ("pytest", "unittest") for i in imports(parsed))


