"""Which function, class, lambda or comprehension a place belongs to, and what these are called."""

from typing import NamedTuple

from tree_sitter import Node

from checker.languages.python.offsets import Chain, Parsed, text

COMPREHENSIONS = frozenset({"list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"})
_NAMED = frozenset({"function_definition", "class_definition"})
_SCOPED = COMPREHENSIONS | _NAMED | {"lambda"}


class Scope(NamedTuple):
    """One scope around a place: its node, and its position in the chain of the place."""

    node: Node
    position: int


def scopes(chain: Chain) -> tuple[Scope, ...]:
    """The scopes whose inside holds the end of the chain, outermost first, without the module. Decorators, defaults, bases: outside."""
    types = [node.type for node in chain]
    return tuple(Scope(chain[i], i) for i in range(len(chain) - 1) if types[i] in _SCOPED and _inside(types[i], types[i + 1]))


def _inside(type_: str, child: str) -> bool:
    if type_ in _NAMED:
        return child == "block"
    return type_ != "lambda" or child != "lambda_parameters"


def named(chain: Chain) -> tuple[Node, ...]:
    """The functions and classes around a place, outermost first."""
    return tuple(s.node for s in scopes(chain) if s.node.type in _NAMED)


def enclosing_function(chain: Chain) -> Scope | None:
    """The function that runs the place: none for code that stands directly in a class body or in the module."""
    inner = next((s for s in reversed(scopes(chain)) if s.node.type in _NAMED), None)
    return inner if inner is not None and inner.node.type == "function_definition" else None


def own_name(node: Node) -> str:
    """The name of a function or class."""
    name = node.child_by_field_name("name")
    return text(name) if name is not None else ""


def path(parsed: Parsed, chain: Chain) -> str:
    """The dotted path of the innermost named scope around a place: module, class, function."""
    return ".".join(filter(None, (parsed.file.module, *map(own_name, named(chain)))))


def path_of(parsed: Parsed, chain: Chain, node: Node) -> str:
    """The full name of a function or class that stands in the chain."""
    around = path(parsed, chain[: chain.index(node) + 1])
    return f"{around}.{own_name(node)}" if around else own_name(node)


def definition(chain: Chain, node: Node) -> Node:
    """The whole definition with its decorators, for a function or class in the chain."""
    i = chain.index(node)
    return chain[i - 1] if i and chain[i - 1].type == "decorated_definition" else node


def decorators(whole: Node) -> tuple[Node, ...]:
    """The decorators of a definition, each without its `@`."""
    if whole.type != "decorated_definition":
        return ()
    return tuple(d.named_children[0] for d in whole.named_children if d.type == "decorator" and d.named_child_count)


def body(node: Node) -> Node | None:
    """The block of a definition or compound statement."""
    return node.child_by_field_name("body") or node.child_by_field_name("consequence")


def is_static(chain: Chain, function: Node) -> bool:
    """Whether a method is declared `@staticmethod`."""
    return any(text(d) == "staticmethod" for d in decorators(definition(chain, function)))


def owner(chain: Chain, function: Node) -> Node | None:
    """The class whose body holds the function directly."""
    around = named(chain[: chain.index(function) + 1])
    return around[-1] if around and around[-1].type == "class_definition" else None
