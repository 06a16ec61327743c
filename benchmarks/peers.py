"""Rule files with which ast-grep and semgrep look for the same API as a producer file describes, in all the forms a call can take."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Name(NamedTuple):
    """A name to look for: `kind` is `macro`, `function`, `method` or `decorator`, `languages` where it is called."""

    text: str
    kind: str
    languages: tuple[str, ...]


def names(producers: Iterable[Path]) -> tuple[Name, ...]:
    """The bare names that producer files list."""
    found: dict[Name, None] = {}
    for path in producers:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        languages = tuple(document["languages"])
        for api in document.get("apis", ()):
            found.update(dict.fromkeys(Name(full.rpartition(".")[2], api["kind"], languages) for full in api["names"]))
    return tuple(found)


def written(inventory: Mapping[str, Any], known: Sequence[Name]) -> tuple[Name, ...]:
    """The names under which an inventory has writes, wrappers included: what a rule file has to list to find the same calls. What producer
    files do not describe (`known`) can be a function or a method."""
    found: dict[Name, None] = {}
    kinds = {name.text: name.kind for name in known}
    for site in inventory["callsites"]:
        if site["kind"] != "insert":
            text = re.split(r"::|\.", site["api"])[-1]
            of = (kinds[text],) if text in kinds else ("function", "method")
            found.update(dict.fromkeys(Name(text, kind, (site["language"],)) for kind in of))
    return tuple(found)


def patterns(name: Name, language: str, anything: str) -> list[str]:
    """The forms of a call: plain, by path, as a method. `anything` stands for any arguments in the tool's own spelling."""
    call = f"{name.text}({anything})"
    if language == "python":
        return [f"$O.{call}"] if name.kind == "method" else [call, f"$O.{call}"]
    if name.kind == "macro":
        return [f"{name.text}!({anything})", f"$P::{name.text}!({anything})"]
    return [f"$O.{call}", f"$P::{call}"] if name.kind == "method" else [call, f"$P::{call}"]


def _spoken(name: Name, language: str) -> bool:
    return language in name.languages and (language == "rust" or name.kind != "macro")


def astgrep(found: Sequence[Name]) -> str:
    """An inline rule file for `ast-grep scan`, one rule a language."""
    rules: list[dict[str, object]] = []
    for language in ("rust", "python"):
        forms = [form for name in found if _spoken(name, language) for form in patterns(name, language, "$$$")]
        if forms:
            rule = {"any": [{"pattern": form} for form in dict.fromkeys(forms)]}
            rules.append({"id": f"telemetry-{language}", "language": language, "severity": "warning", "message": "telemetry", "rule": rule})
    return str(yaml.safe_dump_all(rules, sort_keys=False))


def semgrep(found: Sequence[Name]) -> str:
    """A configuration for `semgrep scan`. Its Rust patterns know no path before a name."""
    rules: list[dict[str, object]] = []
    for language in ("rust", "python"):
        forms = [form for name in found if _spoken(name, language) for form in patterns(name, language, "...") if "::" not in form]
        if forms:
            either = [{"pattern": form} for form in dict.fromkeys(forms)]
            rule = {"id": f"telemetry-{language}", "languages": [language], "severity": "WARNING", "message": "telemetry"}
            rules.append(rule | {"pattern-either": either})
    return str(yaml.safe_dump({"rules": rules}, sort_keys=False))
