"""Producer files -> the calls and tables a run looks for."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from checker.contracts.document import Document, span
from checker.model.place import Place
from checker.model.producer import Api, Argument, Cap, Declared, EnvApi, Producer, Redaction, TableApi

_PLACES = ("event", "session", "payload", "value", "field")


def producer(name: str, document: Document, path: str, own: bool = False) -> Producer:
    """A producer file, already valid against `producer.v1`, as a value; `own`: it is the workspace's, so that what it names is there."""
    data: Mapping[str, Any] = document.data
    apis = tuple(_api(a) for a in data.get("apis", ()))
    tables = tuple(TableApi(**{k: str(v) for k, v in t.items()}) for t in data.get("tables", ()))
    environment = tuple(_env_api(e) for e in data.get("environment", ()))
    content = tuple(data.get("content-tables", ()))
    caps = tuple(
        Cap(tuple(each["names"]), each["class"], Place(path, span(document, ("caps", at)))) for at, each in enumerate(data.get("caps", ()))
    )
    redaction = tuple(Redaction(tuple(each["names"]), each["class"]) for each in data.get("redaction", ()))
    outward = [tuple(data.get(key, ())) for key in ("exporters", "queues", "installs")]
    told = (name, data["description"], tuple(data["languages"]))
    additions = tuple(_api(a)._replace(adds=True) for a in data.get("additions", ()))
    made = Producer(*told, apis, tables, path, content, environment, caps, redaction, *outward)._replace(additions=additions)
    return made._replace(declared=tuple(_declared(document, path))) if own else made


def _declared(document: Document, path: str) -> Iterator[Declared]:
    data: Mapping[str, Any] = document.data
    for key, kind in (("caps", "cap"), ("redaction", "redaction")):
        for at, each in enumerate(data.get(key, ())):
            for number, name in enumerate(each["names"]):
                yield Declared(kind, name, Place(path, span(document, (key, at, "names", number))))
    for number, name in enumerate(data.get("installs", ())):
        yield Declared("installs", name, Place(path, span(document, ("installs", number))))


def _api(data: Mapping[str, Any]) -> Api:
    rest = {"role": "recorder"} | {k: v for k, v in data.items() if k not in _PLACES and k not in ("names", "makers")}
    places = {k: Argument(**data[k]) for k in _PLACES if k in data}
    return Api(names=tuple(data["names"]), makers=tuple(data.get("makers", ())), **cast(dict[str, Any], places | rest))


def _env_api(data: Mapping[str, Any]) -> EnvApi:
    gives = tuple(data.get("gives", ()))
    return EnvApi(data["kind"], tuple(data["names"]), **data.get("variable", {}), **data.get("listed-by", {}), gives=gives)
