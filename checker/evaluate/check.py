"""Checks a rule's expressions before they run: what they speak of must be there, with the place in the rule file where it is not."""

from typing import Any, NamedTuple

from checker.contracts import Document, suggestion
from checker.evaluate.expression import VARIABLES, Misfit, compile_or_misfits, strict_environment
from checker.evaluate.fields import Schema, message_name, pool_of
from checker.evaluate.scalar import offset_of, place_in_scalar
from checker.model.errors import Complaint

#: Each expression of a rule, and what its value must be.
EXPRESSIONS = {"when": "BOOL", "message": "STRING"}
_WORDS = {"BOOL": "true or false", "STRING": "text", "INT": "a whole number", "LIST": "a list"}


class Checker(NamedTuple):
    """What expressions are checked against: one environment a subject, and all field names by message type, for suggestions."""

    environments: dict[str, Any]
    fields: dict[str, tuple[str, ...]]


def checker(schema: Schema) -> Checker:
    """Made from the subjects' schema; costs some milliseconds, so once a run."""
    pool = pool_of(schema)
    # One environment a subject: a rule on events must not compile against `site`.
    environments = {kind: strict_environment(pool, {name: message_name(kind)}) for kind, name in VARIABLES.items()}
    return Checker(environments, {message_name(name): tuple(shape["properties"]) for name, shape in schema["$defs"].items()})


def check_expressions(document: Document, against: Checker) -> tuple[Complaint, ...]:
    """What does not fit in the `when` and `message` of a rule document that is valid otherwise."""
    env = against.environments[document.data["subject"]]
    found = ((key, misfit) for key, wanted in EXPRESSIONS.items() for misfit in _misfits(env, document.data[key], wanted))
    return tuple(_complaint(document, key, misfit, against.fields) for key, misfit in found)


def _misfits(env: Any, text: str, wanted: str) -> tuple[Misfit, ...]:
    compiled = compile_or_misfits(env, text)
    if isinstance(compiled, tuple):
        return compiled
    got = compiled.return_type().name()
    return () if got == wanted else (Misfit(1, 1, f"must give {_WORDS[wanted]}, not {_WORDS.get(got, got)}"),)


def _complaint(document: Document, key: str, misfit: Misfit, fields: dict[str, tuple[str, ...]]) -> Complaint:
    value = document.data[key]
    offset = offset_of(value, misfit.line, misfit.column)
    message = misfit.message
    if message.startswith("undefined field '"):
        offset += value[offset : offset + 1] == "."  # the compiler points at the dot before the name
        name, struct = message.split("'")[1:4:2]
        message = f'unknown field "{name}"{suggestion(name, fields.get(struct, ()))}'
    elif message.startswith("undeclared reference to '"):
        name = message.split("'")[1].partition(".")[0]
        message = f'unknown name "{name}"; a rule on a {document.data["subject"]} speaks of "{VARIABLES[document.data["subject"]]}"'
    message = message.partition(" expecting {")[0]  # every token of the grammar follows
    start = document.root.parts[key].start
    return Complaint(document.path, *place_in_scalar(document.text, start, value, offset), f'"{key}": {message}')
