"""The configuration of a run: `telint.toml` or `[tool.telint]` in `pyproject.toml`, with the profile it extends, as one frozen `Config`."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from checker.contracts import MAX_BYTES, SHIPPED, Document, complain, read, suggestion, validate
from checker.contracts.noted import noted
from checker.data import folder
from checker.model.config import Allowed, Clients, Config, Control, Documents, RegistrySource, Toggle, Upload, View
from checker.model.errors import Complaint, Unusable

_OURS, _SHARED = "telint.toml", "pyproject.toml"
#: Lists to which a profile adds; of everything else the file's own value counts.
_ADDED = ("registry", "exclude", "producer-files", "rule-dirs", "lexicon-files")
#: Tables of which each key counts for itself.
_TABLES = {"documents": Documents, "clients": Clients, "upload": Upload}

_Data = dict[str, Any]


def load(start: str, explicit: str | None, profile: str | None) -> tuple[str, Config]:
    """The workspace's root and its configuration, looked for from the folder `start` upwards.

    `explicit` names the file to use instead; `profile` is extended where the file names none, or where there is no file. Without
    a file the root is the top of the git work tree, or `start`. Raises `Unusable` with every mistake.
    """
    start = os.path.realpath(start)
    root, path = _place(start, explicit)
    document = _table_of(read(root, path)) if path else None
    if explicit and document is None:
        raise Unusable(Complaint(path, 0, 0, "has no table [tool.telint]"))
    if document is None:
        return root, _config("", profile or "", _profile(profile, Complaint("--profile", 0, 0, "")) if profile else {})
    mistakes, below, name = [*_mistakes(document)], _Data(), _profile_name(document, profile or "")
    try:
        below = _profile(name, _asked(document, name)) if name else below
    except Unusable as unusable:
        mistakes += unusable.complaints
    if mistakes:
        raise Unusable(*sorted(mistakes))
    return root, _config(path, name, _extended(document.data, below))


def check_rule_names(config: Config, known: Iterable[str], root: str = "") -> tuple[Complaint, ...]:
    """A complaint for each rule that `select` or `ignore` names and that does not exist; with its line where `root` is given."""
    rules = frozenset(known)
    wrong = [(key, name) for key, names in (("select", config.select), ("ignore", config.ignore)) for name in names if name not in rules]
    return _unknown(config, root, [(key, name, f'{key}: no rule is named "{name}"{suggestion(name, rules)}') for key, name in wrong])


def check_producer_names(config: Config, known: Iterable[str], root: str = "") -> tuple[Complaint, ...]:
    """A complaint for each shipped producer that the configuration names and that does not exist."""
    there = frozenset(known)
    wrong = [name for name in config.producers if name not in there]
    return _unknown(config, root, [("producers", name, f'no producer is named "{name}"{suggestion(name, there)}') for name in wrong])


def _unknown(config: Config, root: str, wrong: list[tuple[str, str, str]]) -> tuple[Complaint, ...]:
    """Complaints about names in lists: the list's key, the name, and what to say of it."""
    document = _table_of(read(root, config.path)) if wrong and root and config.path else None
    return tuple(_of_list(document, config.path, *each) for each in wrong)


def _of_list(document: Document | None, path: str, key: str, name: str, message: str) -> Complaint:
    """A name that the file does not hold came from the command line or from a profile and has no place."""
    listed = document.data.get(key, []) if document else []
    if document is None or name not in listed:
        return Complaint("" if document else path, 0, 0, message)
    return complain(document, [key, listed.index(name)], message)


def _place(start: str, explicit: str | None) -> tuple[str, str]:
    """The workspace's root and the configuration file, relative to it; `""` where there is none."""
    if not explicit:
        return _nearest(start)
    path = os.path.realpath(noted(explicit))
    home = os.path.dirname(path)
    root = home if _inside(start, home) else _top(start)
    return root, os.path.relpath(path, root).replace(os.sep, "/") if _inside(path, root) else path


def _nearest(start: str) -> tuple[str, str]:
    for home in _upwards(start):
        # Also a link to nowhere or a pipe: `read` says what is wrong with it, where passing over it would judge by something else.
        if os.path.lexists(noted(os.path.join(home, _OURS))):
            return home, _OURS
        if _speaks_of_us(home):
            return home, _SHARED
    return _top(start), ""


def _speaks_of_us(home: str) -> bool:
    """Whether the folder's `pyproject.toml` has our table. Most do not even hold the word, and then no TOML parser is loaded."""
    path = os.path.join(home, _SHARED)
    if not os.path.isfile(noted(path)):
        return False
    try:
        with open(path, "rb") as file:
            if b"telint" not in file.read(MAX_BYTES + 1):
                return False
    except OSError:
        pass  # `read` says what is wrong with it
    return _table_of(read(home, _SHARED)) is not None


def _upwards(start: str) -> Iterator[str]:
    """`start` and the folders above it, up to the top of its git work tree."""
    home, above = start, os.path.dirname(start)
    yield home
    while home != above and not os.path.exists(noted(os.path.join(home, ".git"))):
        home, above = above, os.path.dirname(above)
        yield home


def _top(start: str) -> str:
    """The top of the git work tree that holds `start`, or `start`."""
    top = [*_upwards(start)][-1]
    return top if os.path.exists(noted(os.path.join(top, ".git"))) else start


def _inside(path: str, home: str) -> bool:
    return path == home or path.startswith(home.rstrip(os.sep) + os.sep)


def _table_of(document: Document) -> Document | None:
    """Our part of the file: the whole of a file of ours, the table of a `pyproject.toml`."""
    if os.path.basename(document.path) != _SHARED:
        return document
    node, data = document.root, document.data
    for name in ("tool", "telint"):
        if not isinstance(data, dict) or name not in data:
            return None
        node, data = node.parts[name], data[name]
    return document._replace(data=data, root=node)


def _mistakes(document: Document) -> Iterator[Complaint]:
    yield from validate(document, "config.v1.schema.json")
    data = document.data if isinstance(document.data, dict) else {}
    for key in ("producer-files", "rule-dirs", "lexicon-files", "exclude"):
        yield from _stray(document, [key], data.get(key))
    for key in _TABLES:
        yield from _stray_in(document, key, data.get(key))
    yield from _unknown_producers(document, data.get("producers"))
    yield from _no_expression(document, data.get("event-names"))
    sources = data.get("registry")
    for number, source in enumerate(sources if isinstance(sources, list) else ()):
        if isinstance(source, dict):
            yield from _stray(document, ["registry", number, "paths"], source.get("paths"))


def _no_expression(document: Document, pattern: Any) -> Iterator[Complaint]:
    if isinstance(pattern, str) and pattern:
        import re2

        try:
            re2.compile(pattern)
        except re2.error as error:
            yield complain(document, ["event-names"], f"not a regular expression: {error.args[0]}")


def _unknown_producers(document: Document, names: Any) -> Iterator[Complaint]:
    known = [file.removesuffix(".yaml") for file in os.listdir(os.path.join(folder("rules"), "producers")) if file.endswith(".yaml")]
    for number, name in enumerate(names if isinstance(names, list) else ()):
        if isinstance(name, str) and name not in known:
            listed = ", ".join(sorted(known))
            yield complain(document, ["producers", number], f'no producer is named "{name}"{suggestion(name, known)} (there are {listed})')


def _stray(document: Document, pointer: list[str | int], paths: Any, at_list: bool = True) -> Iterator[Complaint]:
    """Complaints about the paths that lead out of the workspace."""
    for number, path in enumerate(paths if isinstance(paths, list) else ()):
        if not isinstance(path, str) or (pointer[0] == "registry" and path.startswith(SHIPPED)):
            continue
        if os.path.isabs(path) or ".." in path.split("/") or any(bad in path for bad in "\\\0") or ":" in path[:2]:
            yield complain(document, [*pointer, number] if at_list else pointer, f'"{path}" is not a path within the workspace')


def _stray_in(document: Document, key: str, table: Any) -> Iterator[Complaint]:
    """Complaints about the paths of a table; names and words in it have no separators, so they never stray."""
    for name, value in table.items() if isinstance(table, dict) else ():
        if isinstance(value, dict):
            yield from (c for each in value for c in _stray(document, [key, name, each], [value[each]], at_list=False))
        else:
            yield from _stray(document, [key, name], value if isinstance(value, list) else [value], at_list=isinstance(value, list))


def _profile_name(document: Document, fallback: str) -> str:
    name = document.data.get("profile", fallback) if isinstance(document.data, dict) else ""
    return name if isinstance(name, str) else ""


def _asked(document: Document, name: str) -> Complaint:
    """Where the profile was asked for."""
    return complain(document, ["profile"], "") if name == document.data.get("profile") else Complaint("--profile", 0, 0, "")


def _profile(name: str, asked: Complaint) -> _Data:
    """The data of a shipped profile; `asked` is where it was asked for."""
    home = os.path.join(folder("contracts"), "profiles")
    known = [file.removesuffix(".toml") for file in os.listdir(home) if file.endswith(".toml")]
    if name not in known:
        raise Unusable(asked._replace(message=f'no profile is named "{name}"{suggestion(name, known)}'))
    data: _Data = read(home, f"{name}.toml").data
    # A profile may extend another.
    return _extended(data, _profile(data.pop("profile"), asked)) if "profile" in data else data


def _extended(own: _Data, below: _Data) -> _Data:
    tables = {key: {**below.get(key, {}), **own.get(key, {})} for key in ("annotations", *_TABLES)}
    return below | own | tables | {key: [*own.get(key, ()), *below.get(key, ())] for key in _ADDED}


def _config(path: str, profile: str, data: _Data) -> Config:
    given: _Data = {"path": path, "profile": profile, "registry": tuple(_source(source) for source in data.get("registry", ()))}
    given["control"] = _control(data.get("control", {}))
    for key, value in {**data, **data.get("annotations", {})}.items():
        if key in _TABLES:
            given[key] = _TABLES[key](**_fields(value))
        elif key not in ("profile", "registry", "annotations", "control"):
            given |= _fields({key: value})
    return Config(**given)


def _fields(data: _Data) -> _Data:
    """Keys and values as the model has them."""
    return {key.replace("-", "_"): _frozen(value) for key, value in data.items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        # An entry of `[[clients.allow]]` or `[[clients.doctor]]`, the lists of tables below a table; else pairs.
        entry = Allowed if "reason" in value else View if "function" in value else None
        return entry(**value) if entry else tuple((key, _frozen(each)) for key, each in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _control(data: _Data) -> Control:
    toggles = tuple(Toggle(row["name"], tuple(row.get("readers", ()))) for row in data.get("toggles", ()))
    master = data.get("master", "")
    known = {toggle.name for toggle in toggles}
    return Control(master, toggles if not master or master in known else (Toggle(master), *toggles))


def _source(data: _Data) -> RegistrySource:
    options = tuple((key, str(value)) for key, value in data.items() if key not in ("format", "paths"))
    return RegistrySource(data["format"], tuple(data["paths"]), options)
