"""Rust: what its files say. The names that `model.source.Language` asks for are here."""

from checker.languages.rust.paths import NAME, SUFFIXES, context, module
from checker.model.facts import FileFacts
from checker.model.source import Source

__all__ = ["NAME", "SUFFIXES", "context", "extract", "may_define", "module"]


def may_define(data: bytes, names: frozenset[str]) -> bool:
    """See `model.source.Language.may_define`."""
    from checker.languages.rust import occurrences

    return any(occurrences.may_define(data, o) for o in occurrences.occurrences(data, data.lower(), names))


def extract(source: Source, names: frozenset[str], definitions: bool = False) -> FileFacts:
    """See `model.source.Language.extract`; a name that ends in `*` stands for all identifiers that start so."""
    from checker.languages.rust.facts import facts  # the parser: whoever only asks for paths does without

    return facts(source, names, definitions)
