"""A use of a name that was asked for: a call, a decorator, or the name handed on."""

from typing import NamedTuple

from tree_sitter import Node

from checker.languages.oneline import one_line
from checker.languages.python.checks import checked
from checker.languages.python.comments import of_statement
from checker.languages.python.enclosing import line_count
from checker.languages.python.failing import fate
from checker.languages.python.feeding import fed_lines
from checker.languages.python.functions import context
from checker.languages.python.guards import guards
from checker.languages.python.handing import handed_to, receiving
from checker.languages.python.modulenames import is_variable
from checker.languages.python.offsets import Chain, Parsed, dotted, span, text
from checker.languages.python.scopes import enclosing_function, path, path_of
from checker.languages.python.values import arguments_at, value_at
from checker.model.facts import Call
from checker.model.value import Argument, Member, Name, Parameter, Record, Value

#: Calls that hand further arguments on to a function they are given.
_PARTIALS = frozenset({"partial", "partialmethod"})
_HANDS_ON = _PARTIALS | frozenset({
    "submit", "to_thread", "run_in_executor", "run_sync", "add_task", "call_soon", "call_soon_threadsafe",
    "start_soon", "apply_async", "create_task", "map",
})  # fmt: skip
#: Calls that look at a function and do not call it.
_TESTS = frozenset({
    "isinstance", "issubclass", "hasattr", "callable", "type", "id", "repr", "unwrap", "signature", "getsource", "getfile", "getdoc",
    "wraps", "update_wrapper", "get_type_hints", "iscoroutinefunction",
})  # fmt: skip
#: Where an expression stands when its value is handed to somebody.
_HANDED = frozenset({
    "argument_list", "keyword_argument", "list", "tuple", "set", "pair", "return_statement", "yield", "default_parameter",
    "typed_default_parameter", "lambda", "assignment", "expression_list", "list_splat",
})  # fmt: skip
_THROUGH = frozenset({"parenthesized_expression", "conditional_expression", "boolean_operator"})


class Use(NamedTuple):
    """A use of a name. `chain` ends in the dotted expression the name closes; `whole` is the call or decorator around it."""

    kind: str
    chain: Chain
    whole: Chain


def use(chain: Chain) -> Use | None:
    """How the name at the end of a chain is used; None where it is defined, imported, compared or only passed by."""
    if len(chain) < 2:
        return None
    end = len(chain) - 1
    if chain[end - 1].type == "attribute":
        if chain[end].start_byte == chain[end - 1].start_byte:
            return None
        end -= 1
    expression, parent = chain[end], chain[end - 1]
    if parent.type == "call" and parent.start_byte == expression.start_byte and _is(parent, "function", expression):
        kind = "decorator" if chain[end - 2].type == "decorator" else "call"
        return Use(kind, chain[: end + 1], chain[:end])
    if parent.type == "decorator":
        return Use("decorator", chain[: end + 1], chain[: end + 1])
    return _reference(chain, end)


def _is(parent: Node, field: str, node: Node) -> bool:
    return parent.child_by_field_name(field) == node


def _reference(chain: Chain, end: int) -> Use | None:
    i = end
    while i > 1 and chain[i - 1].type in _THROUGH:
        if chain[i - 1].type == "conditional_expression" and chain[i - 1].named_children[1] == chain[i]:
            return None
        i -= 1
    parent, node = chain[i - 1], chain[i]
    if parent.type not in _HANDED or any(n.type in ("type", "case_pattern", "subscript") for n in chain[max(i - 3, 0) : i]):
        return None
    if parent.type == "keyword_argument" and not _is(parent, "value", node):
        return None
    if parent.type in ("default_parameter", "typed_default_parameter", "pair") and not _is(parent, "value", node):
        return None
    if parent.type == "assignment" and (not _is(parent, "right", node) or _is_alias(parent)):
        return None
    if parent.type == "lambda" and not _is(parent, "body", node):
        return None
    if parent.type == "argument_list" and (chain[i - 2].type != "call" or _looks_at(chain[i - 2])):
        return None
    return None if parent.type == "tuple" and _in_test(chain[:i]) else Use("reference", chain[: end + 1], chain[: end + 1])


def _in_test(chain: Chain) -> bool:
    around = chain[-3:-1]
    tested = any(n.type in ("except_clause", "comparison_operator") for n in around)
    return tested or any(n.type == "call" and _looks_at(n) for n in around)


def _looks_at(call_: Node) -> bool:
    return text(call_.children[0]).rpartition(".")[2] in _TESTS


def _is_alias(assignment: Node) -> bool:
    left = assignment.child_by_field_name("left")
    return left is not None and left.type == "identifier"


def alias_of(chain: Chain) -> Chain | None:
    """For `cap = posthog.capture`, with the chain to `capture`: the chain to the assignment. Its target is another name for it.

    So is that of `cap = partial(posthog.capture, …)` outside functions, where others can use it.
    """
    end = len(chain) - 1
    if end > 0 and chain[end - 1].type == "attribute" and chain[end].start_byte != chain[end - 1].start_byte:
        end -= 1
    if end > 2 and chain[end - 1].type == "argument_list" and _binds(chain[end - 2], chain[end]) and enclosing_function(chain) is None:
        end -= 2
    parent = chain[end - 1] if end > 0 else chain[0]
    if parent.type != "assignment" or not _is(parent, "right", chain[end]) or not _is_alias(parent):
        return None
    return chain[:end]


def _binds(node: Node, function: Node) -> bool:
    """Whether a call is `partial(function, …)`."""
    arguments = node.child_by_field_name("arguments")
    name = dotted(node.children[0]).rpartition(".")[2] if node.type == "call" else ""
    return name in _PARTIALS and arguments is not None and arguments.named_children[0] == function


def call(parsed: Parsed, found: Use) -> Call | None:
    """The fact for a use; None for a constant or a local of that name that is handed on, which calls nothing."""
    expression, whole = found.chain[-1], found.whole
    callee, receiver = _callee(parsed, found.chain)
    if found.kind == "reference" and (_is_data(callee, receiver) or callee.rpartition(".")[2].isupper()):
        return None
    kind = found.kind if found.kind != "call" else ("function" if receiver is None else "method")
    place = whole[:-1]
    inner = enclosing_function(whole)
    function = path_of(parsed, whole, inner.node) if inner else ""
    if kind == "decorator":
        function = _decorated(parsed, whole) or function
    return Call(
        kind=kind,
        callee=callee,
        written=one_line(expression),
        receiver=receiver,
        args=_arguments(parsed, found),
        function=function,
        scope=path(parsed, whole),
        span=span(parsed, whole[-1]),
        comments=of_statement(parsed, whole, "call"),
        guards=guards(parsed, place + whole[-1:]),
        context=context(parsed, whole[: inner.position + 1]) if inner else parsed.file.context,
        statement_lines=line_count(parsed, whole),
        fed_lines=fed_lines(parsed, whole),
        under=_under(whole) if kind == "reference" else "",
        fate=fate(whole),
        asked=checked(parsed, whole) if found.kind == "call" else None,
        handed=(receiving(whole) if kind == "reference" else "") or handed_to(parsed, whole),
    )


def _is_data(callee: str, receiver: Value | None) -> bool:
    """A local that holds something, handed on; a parameter can be a function that was handed in."""
    return callee == "__call__" and not isinstance(receiver, Parameter)


def _under(chain: Chain) -> str:
    """The key or keyword under which the end of a chain is handed on, by itself or wrapped in calls: the outermost of them."""
    found = ""
    for i in range(len(chain) - 1, 0, -1):
        parent = chain[i - 1]
        if parent.type in ("pair", "keyword_argument") and _is(parent, "value", chain[i]):
            found = text(parent.children[0]).strip("\"'")
        elif parent.type not in ("argument_list", "call") or _is(parent, "function", chain[i]):
            break
    return found if found.isidentifier() else ""


def _callee(parsed: Parsed, chain: Chain) -> tuple[str, Value | None]:
    """The callee's path, or its bare name with the object it is called on."""
    expression = chain[-1]
    if expression.type != "attribute":
        return _plain(value_at(parsed, chain, expression))
    path_ = dotted(expression)
    base, name = expression.child_by_field_name("object"), expression.child_by_field_name("attribute")
    if base is None or name is None:
        return text(expression), None
    receiver = value_at(parsed, chain, base)
    if isinstance(receiver, Name) and path_ and not is_variable(parsed, receiver.path.partition(".")[0]):
        return f"{receiver.path}.{text(name)}", None
    return text(name), receiver


def _plain(value: Value) -> tuple[str, Value | None]:
    """A bare name: what a local alias of it stands for, or itself; a local that holds something else is an object that is called."""
    if isinstance(value, Name):
        return value.path, None
    return (value.name, value.base) if isinstance(value, Member) else ("__call__", value)


def _decorated(parsed: Parsed, chain: Chain) -> str:
    whole = next((n for n in reversed(chain) if n.type == "decorated_definition"), None)
    inner = whole.child_by_field_name("definition") if whole else None
    return path_of(parsed, (*chain[: chain.index(whole) + 1], inner), inner) if whole and inner else ""


def _arguments(parsed: Parsed, found: Use) -> tuple[Argument, ...]:
    node = found.whole[-1]
    if found.kind == "reference":
        return _handed_on(parsed, found.chain)
    return arguments_at(parsed, found.chain, node.child_by_field_name("arguments")) if node.type == "call" else ()


def _handed_on(parsed: Parsed, chain: Chain) -> tuple[Argument, ...]:
    """`partial(capture, "x")` hands `"x"` on: what follows the reference; of calls not known to do so, what follows by position."""
    listed = chain[-2]
    if listed.type == "keyword_argument" and len(chain) > 4:
        return _given_apart(parsed, chain)
    if listed.type != "argument_list":
        return ()
    known = dotted(chain[-3].children[0]).rpartition(".")[2] in _HANDS_ON
    return tuple(a for a in arguments_at(parsed, chain, listed) if a.span[0] >= chain[-1].end_byte and (known or not a.name))


def _given_apart(parsed: Parsed, chain: Chain) -> tuple[Argument, ...]:
    """`Thread(target=send, args=("x",), kwargs={"to": y})` hands `"x"` and `to` on."""
    listed = chain[-3]
    if listed.type != "argument_list" or chain[-2].child_by_field_name("value") != chain[-1]:
        return ()
    given = {a.name: a.value for a in arguments_at(parsed, chain[:-1], listed)}
    plain, named = given.get("args"), given.get("kwargs")
    positional = plain.items if isinstance(plain, Record) and plain.type in ("tuple", "list") else ()
    keywords = named.items if isinstance(named, Record) else ()
    return (*(Argument("", i.value) for i in positional), *(Argument(i.name, i.value) for i in keywords))
