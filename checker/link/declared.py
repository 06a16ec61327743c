"""Types as the code says them: written at parameters, fields and results, or named by a constructor. Full paths; `""` for none."""

from checker.link.frame import Frame
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.model.facts import Field, Function, Type


def parameter_type(program: Program, position: int, frame: Frame) -> str:
    """The type written at a parameter of the function of `frame`."""
    function = frame.function
    if function is None or not 0 <= position < len(function.params):
        return ""
    return _written(program, function.params[position].type, function.scope)


def result_type(program: Program, function: Function) -> str:
    """The type that a function is written to give back."""
    return _written(program, function.result, function.scope)


def field_type(program: Program, holder: Type, field: Field) -> str:
    """The type written at a field, without its arguments: `Counter<u64>`, `Counter[int]` -> `Counter`."""
    plain = field.type.partition("<")[0].partition("[")[0]
    return program.resolve(plain, parent(holder.name)) if plain else ""


def variant_type(program: Program, variant: str, part: str) -> str:
    """The type written at a part of an enum's variant, by the variant's full path: `Done(Body)`, `0` -> `Body`."""
    enum = program.type(parent(variant))
    fields = [f for v in (enum.variants if enum else ()) if v.name == last(variant) for f in v.fields if f.name == part]
    return field_type(program, enum, fields[0]) if enum and fields else ""


def constructed_type(program: Program, callee: str) -> str:
    """The type that a call of the full path `callee` makes: itself, or `Type` of `Type.new`; foreign ones by their capital letter."""
    if program.type(callee) is not None:
        return callee
    return next((path for path in (parent(callee), callee) if last(path)[:1].isupper()), "")


def bases(program: Program, frame: Frame) -> frozenset[str]:
    """The bases of the class whose method the function of `frame` is: what `super()` stands for."""
    owner = program.type(program.owner(frame.function)) if frame.function else None
    return frozenset(program.resolve(base, parent(owner.name)) for base in owner.bases) if owner else frozenset()


def _written(program: Program, type_: str, scope: str) -> str:
    return program.resolve(type_, scope) if type_ and not _generic(type_) else ""


def _generic(written: str) -> bool:
    """A type parameter (`T`, `F`, `DB`) says nothing."""
    return "." not in written and len(written) <= 2 and written.isupper()
