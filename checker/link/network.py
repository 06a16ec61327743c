"""Calls that open a connection or send something through one, as `contracts/upload/egress.v1.yaml` lists them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from checker.link.match import callee_path, is_method_of
from checker.link.paths import last
from checker.link.program import Program
from checker.model.facts import Call
from checker.model.upload import EgressApi, MethodsOf


def apis(data: Mapping[str, Any]) -> tuple[EgressApi, ...]:
    """The data of `contracts/upload/egress.v1.yaml` as values."""
    return tuple(_api(each) for each in data["apis"])


def _api(data: Mapping[str, Any]) -> EgressApi:
    methods = tuple(MethodsOf(each["type"], tuple(each["names"])) for each in data["methods"])
    return EgressApi(data["language"], tuple(data["functions"]), methods, tuple(data["environment"]), tuple(data.get("stores", ())))


def names(known: Iterable[EgressApi]) -> frozenset[str]:
    """The bare names of the calls that send."""
    told = tuple(known)
    return frozenset(last(name) for api in told for name in api.functions) | {n for api in told for m in api.methods for n in m.names}


def connecting(known: Iterable[EgressApi]) -> tuple[EgressApi, ...]:
    """The same where also a store that can be elsewhere counts."""
    return tuple(api._replace(functions=(*api.functions, *api.stores)) for api in known)


def sending(program: Program, known: Iterable[EgressApi]) -> Callable[[tuple[str, Call]], bool]:
    """Whether a call, given with the path of its file, is one that sends."""
    by_language = {api.language: api for api in known}

    def sends(placed: tuple[str, Call]) -> bool:
        file = program.files.get(placed[0])
        api = by_language.get(file.language) if file else None
        return api is not None and _sends(program, placed[1], api)

    return sends


def _sends(program: Program, call: Call, api: EgressApi) -> bool:
    program.refuel()
    if callee_path(program, call) in api.functions:
        return True
    named = (methods for methods in api.methods if last(call.callee) in methods.names)
    return any(is_method_of(program, call, methods.type, distinctive=False) for methods in named)
