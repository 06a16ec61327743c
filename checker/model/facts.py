"""What a source file says, in words that hold for Rust and Python alike. Languages write these; the linker reads them.

Facts are asked for by name: `Language.extract(source, names)` gives all facts of the file that concern one of
the names, and nothing else but imports, module comments, classification comments and problems. So facts for
a larger set of names are the union of the facts for its parts, which is what makes them cheap to cache.
"""

from typing import NamedTuple

from checker.model.check import Asked
from checker.model.directive import Directive
from checker.model.place import Span
from checker.model.value import Argument, Value


class Comment(NamedTuple):
    """One comment, or a run of adjacent comment lines of one kind, without its markers: `// telemetry: S1` -> `telemetry: S1`.

    `lines` are the cleaned lines, `spans` the place of each cleaned line's text. `level` says what it stands on:
    `call`, `function`, `type` (on an impl block or class: `impl`), `field`, `constant`, `module`, or `none` where
    it attaches to nothing. `anchor` is the byte offset where that thing starts (0 for `module`, -1 for `none`).
    """

    lines: tuple[str, ...]
    spans: tuple[Span, ...]
    level: str
    anchor: int


class Import(NamedTuple):
    """A name brought in: `use a::b as c;` -> alias `c`, target `a.b`; `from .x import y` -> alias `y`, target `pkg.x.y`.

    A glob (`use a::*`, `from a import *`) has alias `*` and target `a`. `import a.b` has alias `a`, target `a`.
    `scope` is the dotted path of the module or function it holds in. `public`: others can import it from here
    (`pub use`; every module-level import in Python).
    """

    alias: str
    target: str
    scope: str
    public: bool
    span: Span


class Constant(NamedTuple):
    """A named value: `const`, `static`, associated const, module or class attribute, enum member with a value.

    `name` is the full dotted path: `vox_telemetry.types.METRIC_TYPE_X`, `pkg.events.Kind.STARTED`.
    """

    name: str
    value: Value
    span: Span
    comments: tuple[Comment, ...] = ()
    public: bool = True


class Field(NamedTuple):
    """A field of a struct, dataclass, pydantic model, TypedDict or the parts of a tuple (`0`, `1`).

    `type` is the core type as a dotted path where there is one (`Option<Arc<Db>>` -> `Db`), else as written; `wire` is its name
    when serialised (serde rename, pydantic alias); `optional`: may be absent. `value` is the default, or what `__init__` assigns
    (`self.client = Posthog(…)`). `written` is the type as written, `""` where it is serialised in a way of its own; `left_out`: it is
    not serialised under some condition.
    """

    name: str
    type: str
    wire: str
    optional: bool
    span: Span
    comments: tuple[Comment, ...] = ()
    value: Value | None = None
    written: str = ""
    left_out: bool = False


class Variant(NamedTuple):
    """A variant of an enum with its own fields; `wire` is its serialised name, `value` its value (Python `Enum`)."""

    name: str
    wire: str
    fields: tuple[Field, ...]
    span: Span
    comments: tuple[Comment, ...] = ()
    value: Value | None = None


class Type(NamedTuple):
    """A struct, enum, trait or class. `kind`: `struct`, `enum`, `trait`, `class`, `alias`.

    `name` is the full dotted path. `bases`: superclasses, or for an alias what it stands for. `handed_up` is what its constructor
    hands to its base's (`super().__init__(name="opened")`), None if it does not call that.
    """

    name: str
    kind: str
    fields: tuple[Field, ...]
    variants: tuple[Variant, ...]
    bases: tuple[str, ...]
    span: Span
    comments: tuple[Comment, ...] = ()
    public: bool = True
    decorators: tuple[str, ...] = ()
    handed_up: tuple[Argument, ...] | None = None


class Implementation(NamedTuple):
    """`impl Trait for Type` in Rust: both as paths. (Python says this with `Type.bases`.)"""

    trait: str
    type: str
    scope: str
    span: Span


class Param(NamedTuple):
    """A parameter. `type` is the core type as a dotted path, unwrapped: `&Arc<vox_db::VoxDb>`, `Option<VoxDb>`,
    `Optional[VoxDb]`, `"VoxDb | None"` -> `vox_db.VoxDb`/`VoxDb`; `""` if not written. `written` is the type as written.
    """

    name: str
    type: str
    written: str
    default: Value | None = None


class Dispatch(NamedTuple):
    """A place where a function looks which kind of thing one of its parameters is, and does nothing with the parameter but that: a `match`,
    an `if` chain, a table of handlers.

    `subject` is what it looks at: the parameter, or a part of it; `patterns` have an arm (paths or texts, as in a `Guard`). Of anything
    else nothing becomes: `rest` is `idle` where an arm for it does nothing, `none` where there is no such arm, `left` where the function
    is left at once and all that has an arm goes one way (a filter). `span` is that arm, or the head of the whole.
    """

    subject: Value
    patterns: tuple[str, ...]
    rest: str
    span: Span


class Function(NamedTuple):
    """A named function or method.

    `name` is the full dotted path, through the type for methods: `vox_db.store.ops.VoxDb.append`, where the part before
    is the module it is written in; `owner` is the type's path as written (`crate::VoxDb` -> `vox_db.VoxDb`), `trait`
    the trait's for a trait impl. `params` leave out `self`/`cls`; `receiver` says there is one. `returns` are the values it can
    give back, `None` where only its calls were asked for, not the function; `result` the unwrapped return type. `public` in the
    sense of the language: whether code outside the module can call it. `lines` counts the lines of its body. `dispatches` are there
    where `returns` are, of methods that implement something.
    """

    name: str
    owner: str
    trait: str
    scope: str
    params: tuple[Param, ...]
    receiver: bool
    result: str
    returns: tuple[Value, ...] | None
    span: Span
    lines: int
    comments: tuple[Comment, ...] = ()
    owner_comments: tuple[Comment, ...] = ()
    decorators: tuple[str, ...] = ()
    context: str = "production"
    public: bool = True
    dispatches: tuple[Dispatch, ...] = ()


class Guard(NamedTuple):
    """A condition that dominates a call inside its function.

    `kind`: `arm` (a match arm on `subject`, `pattern` is the path or literal matched, `"_"` for the rest; Python `case` and
    `isinstance`/`==` tests too), `if`, `else`, `return` (an early exit that must not have been taken), `try` (`?`, `let else`).
    An `if` has a `subject` where it asks whether that is there, or true. `words` are the identifiers and string literals in the condition,
    `turned` those that stand in it negated only (`!enabled()`, `enabled() == false`); of what has to hold (`ensure!`) the others.
    """

    kind: str
    pattern: str
    subject: Value | None
    words: tuple[str, ...]
    line: int
    turned: tuple[str, ...] = ()


class Call(NamedTuple):
    """A call of one of the names asked for.

    `kind`: `macro`, `function` (also constructors), `method`, `decorator` (the decorated function is `function`), `reference`
    (the name handed on as a value, not called). `callee` is the dotted path as written (`vox_telemetry.record_event`), the
    bare name for a method, whose object is `receiver`. `written` is the callee as in the source, for people. `span` is
    the whole call expression, or macro invocation; `function` the full name of the enclosing named function, `""` at module level;
    `scope` the dotted path names are resolved from. `statement_lines` counts the lines of the statement that holds it.
    `context`: `production`, `test` or `example`. `comments` are those of level `call`. `within`: offset of the macro whose
    arguments hold this call, -1 if none. `fed_lines`: `statement_lines` with those of the statements before it that bind what it uses.
    `under`: the key or keyword under which a `reference`, or what is made of it, is handed on (`{"log_event": Provide(get_logger)}`).
    `fate` is what lets its failure out: `?`, `unwrap`, `expect`, `assert`, `raise` (by the handler around it) or a method that raises.
    `asked` is the question that its result is asked, where that can be that of a variable which switches something.
    `handed` is the callee that is handed a `reference`, or else the closure or nested function it stands in (`guarded(|| write())` ->
    `guarded`). A parameter that is called or handed on has the callee `__call__` and is the `receiver`.
    """

    kind: str
    callee: str
    written: str
    receiver: Value | None
    args: tuple[Argument, ...]
    function: str
    scope: str
    span: Span
    comments: tuple[Comment, ...] = ()
    guards: tuple[Guard, ...] = ()
    context: str = "production"
    statement_lines: int = 1
    within: int = -1
    fed_lines: int = 1
    under: str = ""
    fate: str = ""
    asked: Asked | None = None
    handed: str = ""


class Statement(NamedTuple):
    """A SQL statement inside a string that writes rows (`verb` is `insert`).

    `table` is lower case, without schema or quotes; `columns` as named in it; `values` what each column gets, in their order, then
    arguments bound for other parts: a literal of the statement, or what is bound in the same call. `rows` are the lengths of the rows
    that it lists; `read`: the statement was understood in full, so that columns and rows are all of them.
    """

    verb: str
    table: str
    columns: tuple[str, ...]
    function: str
    scope: str
    span: Span
    values: tuple[Value, ...] = ()
    comments: tuple[Comment, ...] = ()
    guards: tuple[Guard, ...] = ()
    context: str = "production"
    statement_lines: int = 1
    rows: tuple[int, ...] = ()
    read: bool = False


class Column(NamedTuple):
    """A column of a table. `type` is one lower-case word (`integer`, `text`, `timestamp`), `""` where none is written; `required`: a row
    without it is refused."""

    name: str
    type: str
    required: bool


class Reference(NamedTuple):
    """A foreign key: `columns` point to a row of `table`. `on_delete` is what happens when that row goes (`cascade`, `setnull`,
    `restrict`, …), `""` where nothing is said."""

    columns: tuple[str, ...]
    table: str
    on_delete: str


class Table(NamedTuple):
    """A SQL statement that makes a table (`verb` is `create`) or changes it (`alter`), in a string or a `.sql` file.

    `name` is lower case, without schema. `columns` are those it adds, `gone` those it takes away. `whole`: the statement was understood in
    full, so that what is not there does not exist. `notes` are the comments on the table and its columns; `span` is its head.
    """

    name: str
    verb: str
    columns: tuple[Column, ...]
    references: tuple[Reference, ...]
    gone: tuple[str, ...]
    span: Span
    whole: bool
    notes: tuple[str, ...] = ()
    context: str = "production"


class Mention(NamedTuple):
    """A string literal that is all of a name asked for and spelled as a variable of the environment (`APP_TELEMETRY`), and what gets it.

    `how`: `call` (an argument of `call`, at `position`, -1 with a `keyword`); `attribute` (`#[arg(env = "X")]`: `holder` is the attribute);
    `subscript` (`holder["X"]`, `"X" in holder`); `assigned` (`holder["X"] = …`); `constant` (the value of the constant `holder`, its full
    name); `field` (the field `keyword` of `record`, whose type is `holder`); `""` for anything else. `asked` as in a `Call`.
    """

    text: str
    how: str
    function: str
    scope: str
    span: Span
    context: str
    holder: str = ""
    call: Call | None = None
    position: int = -1
    keyword: str = ""
    record: Value | None = None
    asked: Asked | None = None


class Problem(NamedTuple):
    """A region of a file that could not be read, and why: `expected ")"`, `not valid UTF-8`, `larger than 4 MiB`."""

    span: Span
    why: str


class FileFacts(NamedTuple):
    """All that a file says about the names asked for. `module` is its dotted module path; `comments` are the module's header
    and every comment that holds a classification line, with what it attaches to; `directives` are those that speak to telint."""

    path: str
    language: str
    module: str
    imports: tuple[Import, ...] = ()
    constants: tuple[Constant, ...] = ()
    types: tuple[Type, ...] = ()
    implementations: tuple[Implementation, ...] = ()
    functions: tuple[Function, ...] = ()
    calls: tuple[Call, ...] = ()
    statements: tuple[Statement, ...] = ()
    comments: tuple[Comment, ...] = ()
    problems: tuple[Problem, ...] = ()
    tables: tuple[Table, ...] = ()
    directives: tuple[Directive, ...] = ()
    mentions: tuple[Mention, ...] = ()
