"""How telemetry can leave the machine."""

from typing import NamedTuple

from checker.model.config import Upload, View
from checker.model.place import Place

#: The kinds of subject that are about it.
LEAVING = ("egress", "credential", "upload", "view")


class MethodsOf(NamedTuple):
    """Methods of a type, by its full dotted path."""

    type: str
    names: tuple[str, ...]


class EgressApi(NamedTuple):
    """The calls of a language that open a connection, those that open a store which can be elsewhere, and those that read a variable of
    the environment."""

    language: str
    functions: tuple[str, ...]
    methods: tuple[MethodsOf, ...]
    environment: tuple[str, ...]
    stores: tuple[str, ...] = ()


class Egress(NamedTuple):
    """A function of telemetry code that reaches the network, at the first place where it does.

    `operator`: `yes` where every way that leads here starts at an operator's action, `no` where one does not, `unknown` where nothing is
    known to lead here; `consent` likewise for the words of an opt-in in the conditions on the way. `way` are the calls that lead here
    without an action of an operator, outermost first. `handles` says what makes it telemetry code where no configuration does;
    `onwards` are the calls from `place` on that lead to the network, where it is not the call itself.
    """

    place: Place
    api: str
    function: str
    context: str
    operator: str
    consent: str
    way: tuple[tuple[str, Place], ...]
    handles: str = ""
    onwards: tuple[tuple[str, Place], ...] = ()


class Credential(NamedTuple):
    """A credential that code which uploads asks for: by `api`, from the secret manager (`vaulted`) or from elsewhere."""

    place: Place
    name: str
    api: str
    vaulted: bool
    context: str


class Shown(NamedTuple):
    """A view of the state of telemetry. `place` is its function (`None`: there is none of that name); `ways` are those to the network, each
    the calls from the function on, as written; `unknown`: why there may be more."""

    place: Place | None
    view: View
    ways: tuple[tuple[tuple[str, Place], ...], ...]
    unknown: str


class Leaving(NamedTuple):
    """All of it."""

    egress: tuple[Egress, ...] = ()
    credentials: tuple[Credential, ...] = ()
    views: tuple[Shown, ...] = ()


class Sending(NamedTuple):
    """What is asked about ways out of the machine: by which calls, under which settings, and of which views."""

    apis: tuple[EgressApi, ...]
    upload: Upload
    views: tuple[View, ...] = ()
