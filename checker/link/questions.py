"""What reads of a variable ask of its value: where it is read at once, and in the functions that a name is handed to."""

from collections.abc import Iterable

from checker.link.program import Program
from checker.link.readers import Reader, given, is_call
from checker.model.check import Asked, Check
from checker.model.facts import Call, Function, Mention
from checker.model.value import Parameter

#: A function without a written result of more lines may do something else with the answer than give it back.
_SHORT = 3


def own_question(mention: Mention, known: Iterable[Reader]) -> Check | None:
    """What is asked where a variable is read by its name."""
    return question(mention.call, known) if mention.call is not None else _asked(mention.asked, ())


def question(call: Call, known: Iterable[Reader]) -> Check | None:
    """What is asked of the result of a reader's call; None where that is not known in full."""
    return _asked(call.asked, {name for reader in known for name in reader.gives})


def _asked(asked: Asked | None, gives: Iterable[str]) -> Check | None:
    return asked.check if asked is not None and set(asked.through) <= set(gives) else None


def helper_questions(program: Program, known: Iterable[Reader]) -> dict[str, Check]:
    """What functions of the workspace that are given a name ask of the variable and give back as their answer, by full path."""
    readers, found = list(known), dict[str, Check | None]()
    for _, call in program.calls.values():
        function = program.enclosing(call.function, call.span) if call.asked is not None else None
        if function is not None and _answers(function) and any(_hands_on(program, call, reader) for reader in readers):
            # Of two reads in one function neither is its answer.
            found[function.name] = None if function.name in found else question(call, readers)
    return {name: check for name, check in found.items() if check is not None}


def _answers(function: Function) -> bool:
    return function.result == "bool" or (not function.result and function.lines <= _SHORT)


def _hands_on(program: Program, call: Call, reader: Reader) -> bool:
    value = given(call, reader)
    return isinstance(value, Parameter) and value.position >= 0 and is_call(program, call, reader)
