"""What a plain name means at a place: parameter, local with what it is bound to before that, import, or name of the module."""

from tree_sitter import Node

from checker.languages.python import patterns
from checker.languages.python.bindings import Binding, bindings
from checker.languages.python.branches import Route, beyond, covered, exclusive, in_same_loop, leaves, route
from checker.languages.python.env import Env, one_of
from checker.languages.python.joins import join
from checker.languages.python.offsets import Chain, text, words
from checker.languages.python.records import Change, changed, opened, steps_beyond
from checker.languages.python.scopes import COMPREHENSIONS, is_static, owner, path_of, scopes
from checker.languages.python.typenames import constructed, core
from checker.model.value import SEQUENCES, Invoke, Member, Name, Parameter, Record, Text, Unknown, Value

_CHANGES = frozenset({"item", "update"})
_MOST_OPTIONS = 64


def meaning(name: str, env: Env) -> Value:
    """The value of a plain name at the place of `env`."""
    around = scopes(env.chain)
    innermost = True
    for scope in reversed(around):
        kind = scope.node.type
        if kind == "lambda" and _in_parameters(name, scope.node):
            return Unknown((name,), "parameter of a lambda")
        if kind in COMPREHENSIONS and (clause := _clause(name, scope.node)):
            return _iterated(clause.child_by_field_name("right"), env, (), clause, name)
        if kind == "function_definition":
            found = bindings(env.parsed, env.chain[: scope.position + 1], name)
            if any(b.kind == "global" for b in found):
                return Name(name)
            if any(b.kind not in _CHANGES for b in found) and not any(b.kind == "nonlocal" for b in found):
                return _local(name, found, env, scope.position, innermost)
            innermost = False
    return Name(name)


def _in_parameters(name: str, node: Node) -> bool:
    parameters = node.child_by_field_name("parameters")
    return parameters is not None and any(_parameter_name(p) == name for p in parameters.named_children)


def _parameter_name(node: Node) -> str:
    named = node.child_by_field_name("name") or (node.named_children[0] if node.named_child_count else node)
    return text(named).lstrip("*")


def _clause(name: str, comprehension: Node) -> Node | None:
    for child in comprehension.named_children:
        left = child.child_by_field_name("left") if child.type == "for_in_clause" else None
        if left is not None and name in text(left).replace(",", " ").replace("(", " ").replace(")", " ").split():
            return child
    return None


def _iterated(right: Node | None, env: Env, picks: tuple[str, ...], clause: Node, name: str) -> Value:
    """A loop variable: one of the items where the list is known in full."""
    value = env.of(right) if right is not None else None
    if isinstance(value, Record) and value.type in SEQUENCES and value.items and not value.open:
        left = clause.child_by_field_name("left")
        if picks or (left is not None and text(left) == name):
            return one_of([pick(i.value, picks) for i in value.items]) if len(value.items) <= _MOST_OPTIONS else Member(value, "[]")
    if value is None or picks:
        return Unknown(words(env.parsed, right) if right is not None else (name,), "loop variable")
    return Member(value, "[]")


def pick(value: Value, picks: tuple[str, ...]) -> Value:
    """A part of a value by its positions or keys."""
    for name in picks:
        items = [i for i in value.items if i.name == name] if isinstance(value, Record) else []
        value = items[0].value if items and not items[0].optional else Member(value, name)
    return value


def _local(name: str, found: tuple[Binding, ...], env: Env, position: int, innermost: bool) -> Value:
    at = env.at if innermost else env.chain[position].end_byte
    use = route(env.chain[position:]) if innermost else ()
    reached = _reaching([b for b in found if b.kind not in _CHANGES], use, at)
    if not reached:
        return Name(name) if any(b.kind in ("definition", "import") for b in found) else Unknown((name,), "not bound before its use")
    changes = _changes(found, reached, use, at, env)
    key = ("local", name, env.depth, env.active, innermost, *(b.since for b in reached), *(c.node.start_byte for c in changes))
    known = env.parsed.memo.get(key)
    if known is None or known[1] > env.fuel[0]:
        before = env.fuel[0]
        known = (_worked_out(name, reached, changes, use, env, innermost), before - env.fuel[0])
        if env.fuel[0] > 0:
            env.parsed.memo[key] = known
    else:
        env.fuel[0] -= known[1]
    value: Value = known[0]
    return value


def _worked_out(name: str, reached: list[Binding], changes: list[Change], use: Route, env: Env, innermost: bool) -> Value:
    if len(reached) > _MOST_OPTIONS:
        return Unknown((name,), f"more than {_MOST_OPTIONS} assignments")
    values = [_bound(b, name, env, innermost) for b in reached]
    subject, labels = patterns.labels([b.route for b in reached], use, env)
    return changed(one_of(values, subject, labels), changes)


def _reaching(found: list[Binding], use: Route, at: int) -> list[Binding]:
    """The bindings that can be the last one before the use, in the order of the source."""
    reached: list[Binding] = []
    routes: list[Route] = []
    for binding in reversed(found):
        if binding.since > at:
            if in_same_loop(binding.route, use):
                reached.append(binding)
            continue
        steps = beyond(binding.route, use)
        if exclusive(binding.route, use) or any(leaves(b) for b in steps) or _overwritten(steps, routes):
            continue
        reached.append(binding)
        if binding.kind == "augment" and steps:
            continue
        routes.append(steps)
        if not steps or covered(routes, steps[0].compound):
            break
    return reached[::-1]


def _overwritten(steps: Route, later: list[Route]) -> bool:
    keys = [b.key for b in steps]
    return any([b.key for b in r] == keys[: len(r)] for r in later)


def _changes(found: tuple[Binding, ...], reached: list[Binding], use: Route, at: int, env: Env) -> list[Change]:
    first, base = reached[0].since, reached[0].route
    return [
        Change(b.node, steps_beyond(b.route, use, base), env._replace(chain=b.chain, at=b.node.start_byte, depth=env.depth - 1))
        for b in found
        if b.kind in _CHANGES and b.node is not None and first <= b.since <= at and not exclusive(b.route, use)
        if not any(leaves(s) for s in beyond(b.route, use))
    ]


def _bound(binding: Binding, name: str, env: Env, innermost: bool) -> Value:
    if binding.kind == "parameter":
        return _parameter(binding, name, env, innermost)
    if binding.kind in ("import", "definition"):
        return Name(name)
    if binding.kind == "except":
        return Unknown(words(env.parsed, binding.node) if binding.node else (name,), "exception")
    if binding.since in env.active:
        return Unknown((name,), "bound to something of itself")
    inside = env._replace(chain=binding.chain, at=_before(binding), active=env.active | {binding.since}, depth=env.depth - 1)
    if binding.node is None:
        return Unknown((name,), "deleted or not bound")
    if binding.kind == "augment":
        return _augmented(binding.node, name, inside)
    if binding.kind == "loop":
        clause = next((n for n in reversed(binding.chain) if n.type == "for_statement"), binding.node)
        return _iterated(binding.node, inside, binding.picks, clause, name)
    if binding.kind == "case":
        return patterns.captured(binding.chain, inside)
    value = inside.same(binding.node)
    if binding.kind == "with":
        return pick(Invoke("__enter__", (), value), binding.picks)
    return _typed(pick(value, binding.picks), binding)


def _before(binding: Binding) -> int:
    """Bindings count for the value of another one up to where that stands."""
    return binding.node.start_byte if binding.node is not None else binding.since


def _typed(value: Value, binding: Binding) -> Value:
    """An annotation says more than a call whose result is not known."""
    if binding.type is None:
        return value
    written = core(text(binding.type))
    opaque = isinstance(value, Unknown | Member) or (isinstance(value, Invoke) and not constructed(value.callee))
    return Record(written, (), open=True) if opaque and constructed(written) else value


def _augmented(node: Node, name: str, env: Env) -> Value:
    right = node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    env.fuel[0] -= 1
    if env.fuel[0] <= 0 or env.depth <= 0:
        return Unknown((name,), "too deep")
    before = meaning(name, env._replace(at=node.start_byte))
    if right is None or operator is None:
        return Unknown((name,), "not understood")
    if operator.type == "|=":
        return changed(before, [Change(node, (), env)]) if isinstance(before, Record) else env.unknown(node, "computed")
    if isinstance(before, Record) and before.type in ("list", "json"):
        return opened(before, env, right)
    if operator.type != "+=":
        return env.unknown(node, "arithmetic")
    after = env.of(right)
    return join([before, after]) if isinstance(after, Text) or not _numeric(before) else env.unknown(node, "arithmetic")


def _numeric(value: Value) -> bool:
    return type(value).__name__ == "Number"


def _parameter(binding: Binding, name: str, env: Env, innermost: bool) -> Value:
    position = next(i for i in range(len(binding.chain) - 1, -1, -1) if binding.chain[i].type == "function_definition")
    chain: Chain = binding.chain[: position + 1]
    function = chain[-1]
    listed = parameter_nodes(function)
    place = next((n for n, p in enumerate(listed) if _parameter_name(p) == name), 0)
    method = owner(chain, function) is not None and not is_static(chain, function)
    if method and place == 0:
        return Parameter(-1, name)
    if innermost:
        return Parameter(place - method, name)
    return Name(f"{path_of(env.parsed, chain, function)}.{name}")


def parameter_nodes(function: Node) -> list[Node]:
    """The parameters of a function, without separators and comments."""
    listed = function.child_by_field_name("parameters")
    skipped = ("comment", "positional_separator", "keyword_separator", "ERROR")
    return [p for p in listed.named_children if p.type not in skipped] if listed else []
