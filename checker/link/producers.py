"""Producer files -> the calls and tables a run looks for."""

from collections.abc import Mapping
from typing import Any, cast

from checker.model.producer import Api, Argument, EnvApi, Producer, TableApi

_PLACES = ("event", "session", "payload", "value")


def producer(name: str, data: Mapping[str, Any], path: str) -> Producer:
    """A producer file's data, already valid against `producer.v1`, as a value."""
    apis = tuple(_api(a) for a in data.get("apis", ()))
    tables = tuple(TableApi(**{k: str(v) for k, v in t.items()}) for t in data.get("tables", ()))
    environment = tuple(_env_api(e) for e in data.get("environment", ()))
    content = tuple(data.get("content-tables", ()))
    return Producer(name, data["description"], tuple(data["languages"]), apis, tables, path, content, environment)


def _api(data: Mapping[str, Any]) -> Api:
    rest = {k: v for k, v in data.items() if k not in _PLACES and k not in ("names", "makers")}
    places = {k: Argument(**data[k]) for k in _PLACES if k in data}
    return Api(names=tuple(data["names"]), makers=tuple(data.get("makers", ())), **cast(dict[str, Any], places | rest))


def _env_api(data: Mapping[str, Any]) -> EnvApi:
    return EnvApi(data["kind"], tuple(data["names"]), **data.get("variable", {}), **data.get("listed-by", {}))
