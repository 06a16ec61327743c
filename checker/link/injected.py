"""Functions that a framework hands in: made by a factory that is declared under a name, and called as a parameter of that name."""

from checker.link.chains import Hit
from checker.link.index import named_function
from checker.link.match import callee_path, is_method_of
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.model.facts import Call, Function
from checker.model.value import LITERALS, Number, Parameter, Record, Text, Unknown, Value


class Injected:
    """What is known so far: the factories that give back a function that writes, by key, and the names they are declared under."""

    def __init__(self) -> None:
        self._factories: dict[str, Hit] = {}
        self._names: dict[str, dict[str, Hit]] = {}

    def factory(self, program: Program, function: Function, hit: Hit) -> bool:
        """Note a function that gives back the one which a hit hands on; whether it is one, and new."""
        key = program.key(function)
        if key in self._factories or not isinstance(hit.site, Call) or hit.site.kind != "reference":
            return False
        if not any(last(named_function(v)) == last(hit.site.callee) for v in program.returns(function)):
            return False
        self._factories[key] = hit
        return True

    def declared(self, program: Program, call: Call) -> str:
        """The name under which a call hands a factory on; `""` for every other call, and where that is known."""
        if call.kind != "reference" or "_" not in call.under:
            return ""
        known = self._names.get(call.under, {})
        key = next((k for k in self._factories if k not in known and _means(program, call, k)), "")
        if key:
            self._names[call.under] = {**known, key: self._factories[key]}
        return call.under if key else ""

    def hit(self, program: Program, path: str, call: Call) -> Hit | None:
        """A call of a parameter that a framework hands in, as the write that it is."""
        if call.callee != "__call__" or not isinstance(call.receiver, Parameter):
            return None
        made = next(iter(self._names.get(call.receiver.name, {}).values()), None)
        if made is None or not isinstance(made.site, Call) or not _left_to_the_framework(program, call, call.receiver.position):
            return None
        given = tuple(a._replace(value=_known(a.value)) for a in made.site.args)
        site = call._replace(callee=made.site.callee, receiver=None, args=(*given, *call.args))
        return made._replace(path=path, site=site, through=call.receiver.name)

    def made(self, hit: Hit) -> list[tuple[str, int, int]]:
        """The places where the function that a call goes to can have been made: what they write is written by its calls."""
        return [(h.path, h.site.span.start, h.site.span.end) for h in self._names[hit.through].values()]


def _means(program: Program, call: Call, key: str) -> bool:
    if last(call.callee) != last(key):
        return False
    return callee_path(program, call) == key or is_method_of(program, call, parent(key), distinctive=False)


def _left_to_the_framework(program: Program, call: Call, position: int) -> bool:
    """Whether a parameter has no default: then somebody has to hand it in, and nobody in the workspace calls the function by its name."""
    function = program.enclosing(call.function, call.span)
    return function is not None and 0 <= position < len(function.params) and function.params[position].default is None


def _known(value: Value) -> Value:
    """What a factory binds, as far as it means the same elsewhere."""
    if isinstance(value, Text | Number) or (isinstance(value, Record) and value.type in LITERALS):
        return value
    return Unknown((), "bound where the function is made")
