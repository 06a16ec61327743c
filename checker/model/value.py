"""What an expression can be, statically: a small closed union of frozen values, the same for every language.

Paths are dotted in every language (`vox_telemetry::types::E` is `vox_telemetry.types.E`), as written in the
source but for words that only the file can explain: `crate`, `self`, `super`, `Self` and leading dots of a
relative import are replaced by the module or type they stand for. Everything else is left to the linker.

A language strips what does not change a value: references, `clone`, `to_string`, `into`, `as_str`, `await`,
`?`, `unwrap`, `Some(x)`, `Ok(x)`, `Arc::new(x)`, `str(x)`, parentheses. Locals are replaced by what they are bound to.
Bound by construction: a value nests at most `MAX_DEPTH` deep, deeper parts are `Unknown`.
"""

from typing import NamedTuple, TypeAlias

#: Nesting after which a language gives up with `Unknown(…, "too deep")`.
MAX_DEPTH = 12
#: Types of a `Record` whose parts have places, not names.
SEQUENCES = ("list", "tuple")
#: Types of a `Record` that are no path: it is written without naming a type.
LITERALS = ("json", *SEQUENCES)


class Text(NamedTuple):
    """A string literal, unescaped: `"bench:"`, `r#"x"#`, `b"x"`, `concat!("a", "b")` is a `Join`."""

    text: str


class Number(NamedTuple):
    """A number, boolean or null literal as written: `1.0`, `true`, `None`, `()`."""

    text: str


class Name(NamedTuple):
    """A path that is not a local: a constant, an enum variant, a class, a function handed on.

    `METRIC_TYPE_X`, `vox_telemetry::METRIC_TYPE_X` -> `Name("vox_telemetry.METRIC_TYPE_X")`; `events.Started`.
    """

    path: str


class Parameter(NamedTuple):
    """A parameter of the enclosing named function; `position` counts without the receiver, -1 is `self` (or `cls`)."""

    position: int
    name: str


class Member(NamedTuple):
    """A field, attribute, tuple position, key or variant payload of `base`.

    `e.metric_type` -> `Member(…, "metric_type")`; `pair.1` and the second name in `let (a, b) = pair` -> `"1"`;
    in `match ev { Event::A(x) => … }` the local `x` is `Member(ev, "0")`, and in `Event::B { id }` `id` is
    `Member(ev, "id")`; `d["k"]` and `self.x` likewise. `"[]"` is each element in turn: the
    variable of `for x in xs`.
    """

    base: "Value"
    name: str


class Join(NamedTuple):
    """Parts put together to one string: `format!("bench:{}", id)`, `a + b`, f-strings, `.format`, `%`, `concat!`."""

    parts: "tuple[Value, ...]"


class Item(NamedTuple):
    """A named part of a `Record`. `optional`: it may be absent (`skip_serializing_if`, a key set under a condition)."""

    name: str
    value: "Value"
    optional: bool = False


class Record(NamedTuple):
    """Named fields in one place: struct literal, `json!({…})`, dict literal, tuple (`type="tuple"`, names `0`, `1`, …).

    `type` is the path of the struct or class, `"json"` for `json!` and dicts, `"list"` for lists. `open`: further
    fields that are not seen here may be there (`..base`, `**extra`). `rest` are values that are in it under names that are not
    known: what is unpacked into it, set under a computed key, or added to a list.
    """

    type: str
    items: "tuple[Item, ...]"
    open: bool = False
    rest: "tuple[Value, ...]" = ()


class Option(NamedTuple):
    """One alternative of a `Choice`; `pattern` is the path matched (`Event.A`, or a literal's text), `""` for else."""

    pattern: str
    value: "Value"


class Choice(NamedTuple):
    """One of several, decided at run time: `match`, `if`/`else`, conditional expression, several assignments, `or`.

    `subject` is what a `match` looks at; `None` for conditions.
    """

    options: "tuple[Option, ...]"
    subject: "Value | None" = None


class Argument(NamedTuple):
    """One argument of a call; `name` is the keyword, `""` for positional, `"*"`/`"**"` for what is unpacked."""

    name: str
    value: "Value"
    span: tuple[int, int] = (0, 0)


class Invoke(NamedTuple):
    """A call as a value. `callee` is a dotted path for functions, constructors, tuple variants and macros (without `!`),
    the bare method name when `receiver` is set: `TelemetryWriteOptions::new(id).session_bench()` ->
    `Invoke("session_bench", (), Invoke("TelemetryWriteOptions.new", (…,)))`.
    """

    callee: str
    args: "tuple[Argument, ...]"
    receiver: "Value | None" = None


class Unknown(NamedTuple):
    """What cannot be said; `words` are the identifiers that occur in it, `reason` why, in words for a person."""

    words: tuple[str, ...]
    reason: str


Value: TypeAlias = Text | Number | Name | Parameter | Member | Join | Record | Choice | Invoke | Unknown
