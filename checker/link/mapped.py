"""Tables that classes stand for (`__tablename__ = "runs"`), in the words of the statements that make them."""

from collections.abc import Iterator

from checker.link.paths import last, parent
from checker.link.program import Program
from checker.model.facts import Column, Field, Reference, Table, Type
from checker.model.value import Argument, Invoke, Name, Text, Value

_NAME = "__tablename__"
#: What makes a column of a class, and what points to another table.
_COLUMNS = ("Column", "mapped_column")
_FOREIGN = "ForeignKey"
#: Types of columns that hold whole numbers, by their usual names.
_TYPES = {"Integer": "integer", "BigInteger": "bigint", "SmallInteger": "smallint", "int": "integer", "DateTime": "datetime", "str": "text"}


def mapped(program: Program) -> dict[str, list[tuple[str, Table]]]:
    """The tables that classes stand for, by name, each with its file."""
    found: dict[str, list[tuple[str, Table]]] = {}
    named = program.constants_named(_NAME)
    for constant in named:
        made = program.type(parent(constant.name)) if isinstance(constant.value, Text) else None
        if made is not None and isinstance(constant.value, Text):
            table = _table(constant.value.text.lower(), made)
            found.setdefault(table.name, []).append((program.path_of[constant.name], table))
    return found


def _table(name: str, made: Type) -> Table:
    """Not known in full: bases and mixins bring columns of their own."""
    columns = [(f, f.value) for f in made.fields if isinstance(f.value, Invoke) and last(f.value.callee) in _COLUMNS]
    notes = tuple(line for c in made.comments for line in c.lines)
    references = tuple(r for f, call in columns for r in _references(f, call))
    context = "test" if any(part.startswith("test") for part in made.name.split(".")) else "production"
    listed = tuple(Column(_column(f, call), _type(call), False) for f, call in columns)
    return Table(name, "create", listed, references, (), made.span, False, notes, context)


def _column(field: Field, call: Invoke) -> str:
    first = call.args[0].value if call.args and not call.args[0].name else None
    return first.text.lower() if isinstance(first, Text) else field.name.lower()


def _type(call: Invoke) -> str:
    named = [last(v.path if isinstance(v, Name) else v.callee) for a in call.args if isinstance(v := a.value, Name | Invoke) and not a.name]
    return next((_TYPES[n] for n in named if n in _TYPES), "")


def _references(field: Field, call: Invoke) -> Iterator[Reference]:
    for each in call.args:
        if isinstance(each.value, Invoke) and last(each.value.callee) == _FOREIGN and each.value.args:
            target = each.value.args[0].value
            if isinstance(target, Text) and "." in target.text:
                yield Reference((_column(field, call),), target.text.split(".")[-2].lower(), _keyword(each.value.args, "ondelete"))


def _keyword(args: tuple[Argument, ...], name: str) -> str:
    value: Value | None = next((a.value for a in args if a.name == name), None)
    return value.text.lower().replace(" ", "") if isinstance(value, Text) else ""
