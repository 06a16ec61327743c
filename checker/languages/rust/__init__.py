"""Rust: what its files say. The names that `model.source.Language` asks for are here."""

from checker.languages.rust.paths import NAME, SUFFIXES, context, module
from checker.model.facts import FileFacts
from checker.model.source import Source

__all__ = ["NAME", "SUFFIXES", "context", "extract", "module"]


def extract(source: Source, names: frozenset[str], definitions: bool = False) -> FileFacts:
    """See `model.source.Language.extract`; a name that ends in `*` stands for all identifiers that start so."""
    from checker.languages.rust.facts import facts  # the parser: whoever only asks for paths does without

    return facts(source, names, definitions)
