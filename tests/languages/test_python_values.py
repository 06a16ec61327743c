"""What Python expressions are taken to be, and which conditions guard a call."""

import pytest

from checker.languages import python
from checker.model.facts import Call
from checker.model.source import Source, SourceFile
from checker.model.value import Argument, Choice, Invoke, Item, Join, Member, Name, Number, Option, Parameter, Record, Text, Unknown, Value


def call(source: str) -> Call:
    file = SourceFile("pkg/mod.py", "python", "pkg", "pkg.mod", "production")
    return python.extract(Source(file, source.encode()), frozenset({"capture"})).calls[-1]


def value(expression: str) -> Value:
    return call(f"import mod\ndef f(p, q=None):\n    capture({expression})\n").args[0].value


def local(body: str, name: str = "x") -> Value:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return call(f"def f(p, q=None):\n{lines}    capture({name})\n").args[0].value


def either(*values: Value) -> Choice:
    return Choice(tuple(Option("", v) for v in values))


def record(open_: bool = False, /, **items: Value) -> Record:
    return Record("json", tuple(Item(k, v) for k, v in items.items()), open_)


def holding(rest: Value, **items: Value) -> Record:
    """An open dict with one more value in it, under a name that is not known."""
    return record(True, **items)._replace(rest=(rest,))


A, B, ONE = Text("a"), Text("b"), Number("1")
P = Parameter(0, "p")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'a'", A),
        ('"""a"""', A),
        (r"r'\n'", Text("\\n")),
        (r"'\n\x41\u00e9\101\N{BULLET}\q\U0011ffff'", Text("\nAéA•\\q\\U0011ffff")),
        (r"'\N{NO SUCH NAME}'", Text("\\N{NO SUCH NAME}")),
        ("b'a'", A),
        ("'a' 'b'", Text("ab")),
        ("''", Text("")),
        ("1", ONE),
        ("-1", Number("-1")),
        ("True", Number("True")),
        ("None", Number("None")),
        ("f'a{p}{{}}'", Join((A, P, Text("{}")))),
        ("f'{p!r}'", Join((Unknown(("p",), "formatted"),))),
        ("f'{p=}'", Join((Text("p="), P))),
        ("f'a{1:>3}'", Join((A, Unknown((), "formatted")))),
        ("'a' + p + 'b' + 'b'", Join((A, P, Text("bb")))),
        ("'a' + 'b'", Text("ab")),
        ("p + 1", Unknown(("p",), "arithmetic")),
        ("p * 2", Unknown(("p",), "arithmetic")),
        ("-p", Unknown(("p",), "arithmetic")),
        ("[1] + ['a']", Record("list", (Item("0", ONE), Item("1", A)))),
        ("'%s-%s' % (p, 'b')", Join((P, Text("-b")))),
        ("'%s%%' % p", Join((P, Text("%")))),
        ("'%(k)s' % {'k': p}", Join((P,))),
        ("'%05d' % p", Join((Unknown(("p",), "formatted"),))),
        ("p % 2", Unknown(("p",), "arithmetic")),
        ("'{}-{n}-{0}'.format(p, n='b')", Join((P, Text("-b-"), P))),
        ("'{:>3}'.format(p)", Join((Unknown(("format", "p"), "formatted"),))),
        ("'{'.format(p)", Unknown(("format", "p"), "formatted")),
        ("','.join(['a', p])", Join((Text("a,"), P))),
        ("','.join(p)", Unknown(("join", "p"), "joined from a list that is not known")),
        ("(('a'))", A),
        ("str(p)", P),
        ("cast(T, p)", P),
        ("await p", P),
        ("(y := 'a')", A),
        ("'a' if p else 'b'", either(A, B)),
        ("p or 'a'", either(P, A)),
        ("None or 'a'", A),
        ("p and 'a'", Unknown(("p",), "condition")),
        ("p == 'a'", Unknown(("p",), "condition")),
        ("not p", Unknown(("p",), "condition")),
        ("lambda e: e", Unknown(("e",), "lambda")),
        ("[i for i in p]", Unknown(("i", "p"), "comprehension")),
        ("mod.X", Name("mod.X")),
        ("X", Name("X")),
        ("mod.Kind.A.value", Member(Name("mod.Kind.A"), "value")),
        ("mod.Kind.A.name", Member(Name("mod.Kind.A"), "name")),
        ("p.a", Member(P, "a")),
        ("p['a']", Member(P, "a")),
        ("p[0]", Member(P, "0")),
        ("p[1:]", Unknown(("p",), "slice")),
        ("('a', 'b')[1]", B),
        ("{'a': 1}['a']", ONE),
        ("{'k': 'a'}[p]", Choice((Option("k", A),), P)),
        ("X[p].a", Member(Invoke("__getitem__", (Argument("", P, (43, 44)),), Name("X")), "a")),
        ("(1, 'a')", Record("tuple", (Item("0", ONE), Item("1", A)))),
        ("[*p, 'a']", Record("list", (Item("0", A),), True, (P,))),
        ("[*['b'], 'a']", Record("list", (Item("0", B), Item("1", A)))),
        ("{'a': 1, 'b': 'b'}", record(a=ONE, b=B)),
        ("{**{'a': 1}, 'b': 'b'}", record(a=ONE, b=B)),
        ("{**p, 'a': 1}", holding(P, a=ONE)),
        ("{p: 1}", holding(ONE)),
        ("dict(a=1, **{'b': 'b'})", record(a=ONE, b=B)),
        ("{'a': 1} | {'b': 'b'}", record(a=ONE, b=B)),
        ("{'a': 1} | p", holding(P, a=ONE)),
        ("p | q", Unknown(("p", "q"), "computed")),
        ("{'a': 1}.copy()", record(a=ONE)),
        ("{**({'a': 1} if p else {})}", Record("json", (Item("a", ONE, True),))),
        ("super().x", Member(Invoke("super", ()), "x")),
        ("p.model_dump()", Invoke("model_dump", (), P)),
        ("mod.dumps()", Invoke("mod.dumps", ())),
        ("p()", Invoke("__call__", (), P)),
        ("p.a()()", Invoke("", (), Invoke("a", (), P))),
    ],
)  # fmt: skip
def test_an_expression_has_a_value(expression: str, expected: Value) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x = 'a'", A),
        ("x = 'b'\nx = 'a'", A),
        ("x = y = 'a'", A),
        ("x, y = 'a', 'b'", A),
        ("(y, (x, z)) = p", Member(Member(P, "1"), "0")),
        ("x = p", P),
        ("x = 'b'\nif p: x = 'a'", either(B, A)),
        ("if p: x = 'a'\nelse: x = 'b'", either(A, B)),
        ("x = 'c'\nif p: x = 'a'\nelif q: x = 'b'\nelse: return", either(A, B)),
        ("x = 'a'\nif p:\n    x = 'b'\n    return", A),
        ("x = 'c'\nif p:\n    if q: x = 'a'\n    else: x = 'b'\nelse: x = 'a'", either(A, B)),
        ("try: x = 'a'\nexcept E: x = 'b'", either(A, B)),
        ("x = 'b'\ntry: x = 'a'\nexcept E: return", A),
        ("x = 'b'\nfor i in p: x = 'a'", either(B, A)),
        ("if p == 'k': x = 'a'\nelif p == 'l': x = 'b'\nelse: x = 'c'", Choice((Option("k", A), Option("l", B), Option("", Text("c"))), P)),
        ("match p:\n    case K.A: x = 'a'\n    case 'l' | 'm': x = 'b'\n    case _: x = 'c'",
         Choice((Option("K.A", A), Option("l|m", B), Option("_", Text("c"))), P)),
        ("for x in ('a', 'b'): pass", either(A, B)),
        ("for x in p: pass", Member(P, "[]")),
        ("for x, y in p: pass", Unknown(("p",), "loop variable")),
        ("for x, y in [('a', 1)]: pass", A),
        ("with open(p) as x: pass", Invoke("__enter__", (), Invoke("open", (Argument("", P, (32, 33)),)))),
        ("try: pass\nexcept E as x: pass", Unknown(("E",), "exception")),
        ("match p:\n    case K(a=x): pass", Member(P, "a")),
        ("match p:\n    case K(x): pass", Member(P, "0")),
        ("match p:\n    case K() as x: pass", P),
        ("match p:\n    case x: pass", P),
        ("match p:\n    case {'k': x}: pass", Member(P, "k")),
        ("match p:\n    case [y, x]: pass", Member(P, "1")),
        ("if (x := 'a'): pass", A),
        ("x = 'a'\nx += p", Join((A, P))),
        ("x = 1\nx += 1", Unknown(("x",), "arithmetic")),
        ("x = 1\nx -= 1", Unknown(("x",), "arithmetic")),
        ("x = ['a']\nx += p", Record("list", (Item("0", A),), True, (P,))),
        ("x = [p]\nx.append(1)", Record("list", (Item("0", P),), True, (ONE,))),
        ("x = y\ny = x", Unknown(("y",), "not bound before its use")),
        ("global x\nx = 'a'", Name("x")),
        ("from m import x", Name("x")),
        ("def x(): pass", Name("x")),
        ("x: Posthog = make()", Record("Posthog", (), True)),
        ("x: Optional[Posthog] = p.a", Record("Posthog", (), True)),
        ("x: Posthog = Special()", Invoke("Special", ())),
        ("x: str = 'a'", A),
        ("x: Kind = Kind.A", Name("Kind.A")),
        ("x = {}\nx['a'] = 1", record(a=ONE)),
        ("x = {}\nx.update({'a': 1}, b='b')", record(a=ONE, b=B)),
        ("x = {}\nx.update(p)", holding(P)),
        ("x = {}\nx.setdefault('a', 1)", record(a=ONE)),
        ("x = {'a': 'a'}\nx.setdefault('a', 1)", record(a=A)),
        ("x = {}\nx |= {'a': 1}", record(a=ONE)),
        ("x = {'a': 1}\ndel x['a']", record()),
        ("x = {}\nx[p] = 1", holding(ONE)),
        ("x = {}\nif p: x['a'] = 1", Record("json", (Item("a", ONE, True),))),
        ("x = {'a': 'a'}\nif p: x['a'] = 1", record(a=either(A, ONE))),
        ("x = {}\nif p: x['a'] = 1\nelse: x['a'] = 1", record(a=ONE)),
        ("if p:\n    x = {}\n    x['a'] = 1\nelse:\n    return", record(a=ONE)),
        ("x = {'a': 1}\nif p: del x['a']", Record("json", (Item("a", ONE, True),))),
        ("x = p\nx['a'] = 1", P),
        ("y = 'k'\nx = {y: 1}", record(k=ONE)),
    ],
)  # fmt: skip
def test_a_local_is_what_it_was_bound_to_before(body: str, expected: Value) -> None:
    assert local(body) == expected


def test_a_later_binding_counts_only_in_a_loop() -> None:
    assert call("def f():\n    x = 'a'\n    capture(x)\n    x = 'b'\n").args[0].value == A
    looped = call("def f(p):\n    x = 'a'\n    for i in p:\n        capture(x)\n        x = 'b'\n").args[0].value
    assert looped == either(A, B)


def test_the_other_arm_does_not_reach() -> None:
    assert call("def f(p):\n    x = 'a'\n    if p:\n        x = 'b'\n    else:\n        capture(x)\n").args[0].value == A


def test_parameters_are_counted_without_the_receiver() -> None:
    assert call("class K:\n    def f(self, a, *, b=1): capture(b)").args[0].value == Parameter(1, "b")
    assert call("class K:\n    @staticmethod\n    def f(a, b): capture(b)").args[0].value == Parameter(1, "b")
    assert call("def f(*args, **kw): capture(kw)").args[0].value == Parameter(1, "kw")


def test_a_closure_sees_what_is_around_it() -> None:
    assert call("def deco(name):\n    def wrap():\n        capture(name)\n").args[0].value == Name("pkg.mod.deco.name")
    assert call("def f():\n    x = 'a'\n    def g():\n        capture(x)\n").args[0].value == A
    assert call("def f():\n    x = 'a'\n    def g():\n        nonlocal x\n        capture(x)\n").args[0].value == A
    inside = call("class K:\n    def f(self):\n        def g():\n            capture(self.a)\n").args[0].value
    assert inside == Member(Parameter(-1, "self"), "a")


def test_lambda_and_comprehension_variables_are_their_own() -> None:
    assert call("f(lambda e: capture(e))").args[0].value == Unknown(("e",), "parameter of a lambda")
    assert call("[capture(i) for i in ('a', 'b')]").args[0].value == either(A, B)
    assert call("[capture(i) for i in y]").args[0].value == Member(Name("y"), "[]")
    assert call("x = 'a'\nlambda e: capture(x)").args[0].value == Name("x")


def test_names_of_the_module_stay_names() -> None:
    assert call("x = 'a'\ncapture(x)").args[0].value == Name("x")
    assert call("x = make()\ncapture(x.run())").args[0].value == Invoke("run", (), Name("x"))


def test_a_value_that_would_grow_without_end_is_cut() -> None:
    doubling = "".join(f"    a{i} = f'{{a{i - 1}}}{{a{i - 1}}}'\n" for i in range(1, 40))
    assert "too" in repr(call(f"def f(p):\n    a0 = p\n{doubling}    capture(a39)\n").args[0].value)
    assert "too deep" in repr(value("p" + ".a" * 30))
    assert "bound to something of itself" in repr(local("x = 'a'\nfor i in p:\n    capture(x)\n    x = x + p"))


def test_many_items_leave_a_record_open() -> None:
    found = value("[" + "1," * 1200 + "]")
    assert isinstance(found, Record)
    assert found.open


def guards(body: str) -> list[tuple[str, str, tuple[str, ...]]]:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return [(g.kind, g.pattern, g.words) for g in call(f"def f(p, q):\n{lines}").guards]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if enabled('X'): capture(1)", [("if", "", ("enabled", "X"))]),
        ("if p and isinstance(q, K): capture(1)", [("if", "", ("p",)), ("arm", "K", ("isinstance", "q", "K"))]),
        ("if p == 'a': capture(1)", [("arm", "a", ("p", "a"))]),
        ("if p is K.A: capture(1)", [("arm", "K.A", ("p", "K", "A"))]),
        ("if p in ('a', 'b'): capture(1)", [("arm", "a|b", ("p", "a", "b"))]),
        ("if 'a' == p: capture(1)", [("arm", "a", ("a", "p"))]),
        ("if isinstance(p, (A, B)): capture(1)", [("arm", "A|B", ("isinstance", "p", "A", "B"))]),
        ("if p: pass\nelse: capture(1)", [("else", "", ("p",))]),
        ("if p: pass\nelif q: capture(1)", [("else", "", ("p",)), ("if", "", ("q",))]),
        ("if p == 1: pass\nelse: capture(1)", [("arm", "_", ("p",))]),
        ("if (capture(1)): pass", []),
        ("while p: capture(1)", [("if", "", ("p",))]),
        ("if p: return\ncapture(1)", [("return", "", ("p",))]),
        ("if p:\n    raise X\nif q:\n    capture(1)", [("return", "", ("p",)), ("if", "", ("q",))]),
        ("for i in p:\n    if i: continue\n    capture(1)", [("return", "", ("i",))]),
        ("assert p\ncapture(1)", [("return", "", ("p",))]),
        ("if p: q()\ncapture(1)", []),
        ("try: capture(1)\nexcept E: pass", [("try", "", ())]),
        ("try: pass\nexcept E: capture(1)", []),
        ("match p:\n    case K.A if q: capture(1)", [("arm", "K.A", ("K", "A")), ("if", "", ("q",))]),
        ("match p:\n    case K(a=1) | 'x': capture(1)", [("arm", "K|x", ("K", "a", "x"))]),
        ("match p:\n    case _: capture(1)", [("arm", "_", ("_",))]),
        ("capture(1) if p else q", [("if", "", ("p",))]),
        ("q if p else capture(1)", [("else", "", ("p",))]),
        ("p and capture(1)", [("if", "", ("p",))]),
        ("p or capture(1)", [("else", "", ("p",))]),
        ("[capture(i) for i in p if i]", [("if", "", ("i",))]),
        ("if p:\n    def g():\n        capture(1)", []),
        ("if p:\n    h(lambda: capture(1))", [("if", "", ("p",))]),
    ],
)
def test_what_must_have_held_guards_a_call(body: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert guards(body) == expected


def test_a_guard_has_its_subject_and_line() -> None:
    (guard,) = call("def f(p):\n    if isinstance(p.kind, K): capture(1)").guards

    assert (guard.subject, guard.line) == (Member(P, "kind"), 2)


@pytest.mark.parametrize(
    ("written", "core"),
    [
        ("T", "T"),
        ("a.b.T", "a.b.T"),
        ("Optional[T]", "T"),
        ("typing.Optional['T']", "T"),
        ("T | None", "T"),
        ("None | T", "T"),
        ("'T | None'", "T"),
        ("Union[T, None]", "T"),
        ("Union[T, U]", ""),
        ("T | U", ""),
        ("Annotated[T, Field(alias='x')]", "T"),
        ("Type[T]", "T"),
        ("Coroutine[A, B, T]", "T"),
        ("list[T]", "T"),
        ("dict[str, int] | None", "dict"),
        ("Literal['a']", "Literal"),
        ("None", ""),
        ("1 + 1", ""),
        ("T" * 600, ""),
    ],
)
def test_an_annotation_comes_down_to_a_class(written: str, core: str) -> None:
    file = SourceFile("m.py", "python", "m", "m", "production")
    (function,) = python.extract(Source(file, f"def f(a: {written}): pass".encode()), frozenset({"f"})).functions

    assert (function.params[0].type, function.params[0].written) == (core, written)
