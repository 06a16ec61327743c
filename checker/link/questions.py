"""What reads of a variable ask of its value: where it is read at once, and in the functions that a name is handed to."""

from collections.abc import Iterable

from checker.link.program import Program
from checker.link.readers import Reader, given, is_call
from checker.model.check import SET, Asked, Check, both, is_unsettled, negated, settled
from checker.model.facts import Call, Function, Mention
from checker.model.value import Parameter

#: A function without a written result of more lines may do something else with the answer than give it back.
_SHORT = 3
#: What is asked by `if value` alone.
_TRUTH = both(SET, negated(Check("is", ("",))))


def own_question(mention: Mention, known: Iterable[Reader]) -> Check | None:
    """What is asked where a variable is read by its name."""
    return question(mention.call, known) if mention.call is not None else _asked(mention.asked, ())


def question(call: Call, known: Iterable[Reader]) -> Check | None:
    """What is asked of the result of a reader's call; None where that is not known in full."""
    return _asked(call.asked, {name for reader in known for name in reader.gives})


def _asked(asked: Asked | None, gives: Iterable[str]) -> Check | None:
    known = asked is not None and asked.kind == "flag" and asked.check is not None and not is_unsettled(asked.check)
    return asked.check if asked is not None and known and set(asked.through) <= set(gives) else None


def helper_answers(program: Program, known: Iterable[Reader]) -> dict[str, Asked]:
    """What functions of the workspace that are given a name ask of the variable and give back as their answer, by full path."""
    readers, found = list(known), dict[str, Asked | None]()
    for _, call in program.calls.values():
        function = program.enclosing(call.function, call.span) if call.asked is not None else None
        if function is not None and _answers(function) and any(_hands_on(program, call, reader) for reader in readers):
            # Of two reads in one function neither is its answer.
            found[function.name] = None if function.name in found else _answer(call, readers)
    return {name: asked for name, asked in found.items() if asked is not None}


def _answer(call: Call, readers: Iterable[Reader]) -> Asked | None:
    if call.asked is not None and call.asked.kind == "choice":
        return call.asked if set(call.asked.through) <= {name for reader in readers for name in reader.gives} else None
    return call.asked if question(call, readers) is not None else None


def of_helper(helper: Asked, call: Call | None) -> Check | None:
    """What is asked where a helper is called: what that answers, or what the call makes of an answer that can be neither yes nor no."""
    if helper.kind != "choice":
        return helper.check
    asked = call.asked if call is not None else None
    if asked is None or asked.kind != "flag" or asked.through or helper.off is None or helper.check is None or asked.check is None:
        return None
    if asked.check == _TRUTH:
        return helper.check
    return settled(asked.check, helper.check, helper.off) if is_unsettled(asked.check) else None


def _answers(function: Function) -> bool:
    return function.result == "bool" or (not function.result and function.lines <= _SHORT)


def _hands_on(program: Program, call: Call, reader: Reader) -> bool:
    value = given(call, reader)
    return isinstance(value, Parameter) and value.position >= 0 and is_call(program, call, reader)
