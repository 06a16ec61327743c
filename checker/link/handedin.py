"""Which functions a parameter that is called can be, by what the callers hand in."""

from collections.abc import Collection

from checker.link.frame import Frame, same
from checker.link.paths import last
from checker.link.program import Program
from checker.model.value import Choice, Member, Name, Parameter, Value


def handed_in(program: Program, position: int, frame: Frame, functions: Collection[str]) -> bool:
    """Whether a parameter of the function of `frame` can be one of `functions` (full paths); what is not known yet can be."""
    if not frame.called:
        return True
    bound = frame.bound.get(position)
    return bound is not None and _can_be(program, *bound, functions)


def _can_be(program: Program, value: Value, frame: Frame, functions: Collection[str]) -> bool:
    match value:
        case Parameter(position, _):
            return handed_in(program, position, frame, functions)
        case Choice(options):
            return any(_can_be(program, option.value, frame, functions) for option in options)
        case Name(path):
            outer = program.captured(path)
            if outer is None:
                return program.same_function(program.resolve(path, frame.scope)) in functions
            return not same(outer[0], frame.function) or handed_in(program, outer[1], frame, functions)
        case Member(_, name):
            return any(last(path) == name for path in functions)
        case _:
            return False
