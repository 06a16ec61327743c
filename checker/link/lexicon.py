"""What names, types and calls say about the data behind them, by the lexicon: a content kind and how sure that is."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from checker.link.paths import last

#: `userPrompt`, `user-prompt`, `HTTPStatus`, `sha256_hex` -> words; digits stay with the letters before them.
_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")
#: Words of an entry; longer ones are cut on load.
_MOST_WORDS = 4
#: A name with more words is text, not a name.
_LONGEST = 24


class Kind(NamedTuple):
    """A content kind: its class, the group of rules that speak of it, what people call it, and whether it is of any length."""

    name: str
    cls: str
    group: str
    label: str
    unbounded: bool = False


class Meaning(NamedTuple):
    """What a name or type means: a kind, `""` for plain data (S0); `sure` or only likely."""

    kind: str
    sure: bool = True


PLAIN = Meaning("")


class Lexicon(NamedTuple):
    """The lexicon, compiled. `names` and `alone` map the words of an entry to its meaning; `sources` map a callee's last segments
    (or a `.member`) to a kind; `lowers` a callee's last segment to the class that is left at most, `redacts` its full path, as producer
    files declare it; `redacting` are the bare names under which files know these. `bounds` and
    `measures` say what bounds the length of something, and asks for it."""

    kinds: Mapping[str, Kind]
    names: Mapping[tuple[str, ...], Meaning]
    alone: Mapping[tuple[str, ...], Meaning]
    forms: frozenset[str]
    without: frozenset[str]
    types: Mapping[str, str]
    sources: Mapping[str, str]
    environment: frozenset[str]
    variables: Mapping[str, str]
    lowers: Mapping[str, str]
    passes: frozenset[str]
    redacts: Mapping[str, str] = MappingProxyType({})
    redacting: frozenset[str] = frozenset()
    bounds: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()


def lexicon(*files: Mapping[str, Any]) -> Lexicon:
    """The lexicon of some files' data, valid against `lexicon.v1`; what a later one says of a kind or name replaces what is there."""
    kinds, names, alone = dict[str, Kind](), dict[tuple[str, ...], Meaning](), dict[tuple[str, ...], Meaning]()
    for data in files:
        for row in data.get("kinds", ()):
            kinds[row["kind"]] = Kind(row["kind"], row["class"], row["group"], row["label"], row.get("unbounded", False))
            names |= _entries(row.get("names", ()), Meaning(row["kind"]))
            names |= _entries(row.get("likely", ()), Meaning(row["kind"], sure=False))
            alone |= _entries(row.get("alone", ()), Meaning(row["kind"], sure=False))
        plain = _entries(data.get("plain", ()), PLAIN)
        names |= plain
        alone |= {words: PLAIN for words in plain if words in alone}
    calls = [data.get("calls", {}) for data in files]
    return Lexicon(
        kinds,
        names,
        alone,
        frozenset(word for data in files for word in data.get("forms", ())),
        frozenset(word for data in files for word in data.get("without", ())),
        {name: kind for data in files for kind, listed in data.get("types", {}).items() for name in listed},
        _reversed(call.get("sources", {}) for call in calls),
        frozenset(name for call in calls for name in call.get("environment", ())),
        _reversed(call.get("variables", {}) for call in calls),
        _reversed(call.get("lowers", {}) for call in calls),
        frozenset(name for call in calls for name in call.get("passes", ())),
        bounds=frozenset(name for call in calls for name in call.get("bounds", ())),
        measures=frozenset(name for call in calls for name in call.get("measures", ())),
    )


def _entries(listed: Iterable[str], meaning: Meaning) -> dict[tuple[str, ...], Meaning]:
    return {tuple(entry.split()[:_MOST_WORDS]): meaning for entry in listed}


def _reversed(tables: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, str]:
    return {name: key for table in tables for key, listed in table.items() for name in listed}


def with_redaction(lexicon: Lexicon, redacts: Mapping[str, str], names: frozenset[str]) -> Lexicon:
    """The lexicon with redaction functions by their full paths in the workspace, and the bare names by which files know them."""
    return lexicon._replace(redacts=redacts, redacting=names)


def bounded(lexicon: Lexicon, name: str) -> bool:
    """Whether a name says that something is of no more than some length: `truncate`, `prompt_preview`."""
    return not lexicon.bounds.isdisjoint((name, *name.lower().split("_")))


def redacted(lexicon: Lexicon, name: str) -> bool:
    """Whether the bare name of a function is that of a redaction function that lowers."""
    redacts = lexicon.redacts if name in lexicon.redacting else {}
    return any(cls < "S3" for path, cls in redacts.items() if last(path) == name)


def words(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case: `argumentsJson`, `arguments_json`, `arguments-json` -> arguments, json."""
    return tuple(word.lower() for word in _WORD.findall(name[:200]))[:_LONGEST]


def meaning(lexicon: Lexicon, name: str) -> Meaning | None:
    """What a name means; `None` where the lexicon does not say. The end of a name says what it is: `prompt_tokens` are tokens."""
    said = words(name)
    if len(said) > 1 and said[0] in lexicon.without:
        return PLAIN
    if said in lexicon.alone:
        return lexicon.alone[said]
    while said:
        for size in range(min(_MOST_WORDS, len(said)), 0, -1):
            if said[-size:] in lexicon.names:
                return lexicon.names[said[-size:]]
        if said[-1] not in lexicon.forms:
            return None
        said = said[:-1]
    return None


def type_says(lexicon: Lexicon, written: str) -> str:
    """What a type says: `plain`, `text`, `path`, `secret`, `error`, `container`, `""` for nothing. By its last segment."""
    return lexicon.types.get(last(written), "")


def ends_like_an_error(lexicon: Lexicon, written: str) -> bool:
    """Whether a type is named like those of errors: `JobError`."""
    return any(written.endswith(name) for name, says in lexicon.types.items() if says == "error")


def called(lexicon: Lexicon, callee: str, method: bool) -> str:
    """The kind that a call of `callee` gives, `""` for none: by its last segments, or as a method of anything."""
    member = [f".{last(callee)}"] if method else []
    return next((lexicon.sources[e] for e in (*_endings(callee), *member) if e in lexicon.sources), "")


def reads_environment(lexicon: Lexicon, callee: str) -> bool:
    """Whether a call, or the object that is indexed, is the environment."""
    return not lexicon.environment.isdisjoint(_endings(callee))


def _endings(path: str) -> list[str]:
    """The last segments of a path, from two on: one alone is no name of a library's."""
    segments = path.split(".")
    return [".".join(segments[-n:]) for n in range(2, len(segments) + 1)]


def lowered(lexicon: Lexicon, callee: str) -> str:
    """The class that a call leaves at most, `""` where it does not lower: by name, or by a word of it such as `redact`."""
    name = last(callee)
    if name in lexicon.lowers:
        return lexicon.lowers[name]
    found = [lexicon.lowers[word] for word in words(name) if lexicon.lowers.get(word) in _BY_WORD]
    return max(found, default="")


#: A function with such a word in its name lowers; S0 words such as `id` or `time` are too common for that.
_BY_WORD = ("S1", "S2")
