"""SQL: the tables that `.sql` files make. Statements inside strings of other languages read the same (`heads`, `grammar`)."""

from checker.languages.sql.paths import NAME, SUFFIXES, context, module
from checker.model.facts import FileFacts
from checker.model.source import Source

__all__ = ["NAME", "SUFFIXES", "context", "extract", "may_define", "module"]


def may_define(data: bytes, names: frozenset[str]) -> bool:
    """See `model.source.Language.may_define`; nobody asks a SQL file twice."""
    return True


def extract(source: Source, names: frozenset[str], definitions: bool = False) -> FileFacts:
    """See `model.source.Language.extract`. Only what makes a table counts: a migration that copies rows is no write of telemetry."""
    from checker.languages.sql import extraction

    return extraction.extract(source, names)
