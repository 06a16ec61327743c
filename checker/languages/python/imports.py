"""Import statements, with relative ones made absolute."""

from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.python.offsets import Chain, Parsed, chain_to, occurrences, span, text
from checker.languages.python.scopes import path
from checker.model.facts import Import

_KINDS = frozenset({"import_statement", "import_from_statement", "future_import_statement"})


def imports(parsed: Parsed) -> tuple[Import, ...]:
    """Every import of the file; worked out once a tree."""
    if "imports" not in parsed.memo:
        parsed.memo["imports"] = tuple(i for chain in _statements(parsed) for i in _of(parsed, chain))
    found: tuple[Import, ...] = parsed.memo["imports"]
    return found


def module_aliases(parsed: Parsed) -> frozenset[str]:
    """The names that module-level imports bring in."""
    if "aliases" not in parsed.memo:
        parsed.memo["aliases"] = frozenset(i.alias for i in imports(parsed) if i.public)
    found: frozenset[str] = parsed.memo["aliases"]
    return found


def _statements(parsed: Parsed) -> Iterator[Chain]:
    for offset in occurrences(parsed.data, b"import"):
        keyword = parsed.root.descendant_for_byte_range(offset, offset + 1)
        statement = keyword.parent if keyword is not None and keyword.type == "import" else None
        if statement is None or statement.type not in _KINDS:
            continue
        if statement.start_point[1] == 0:
            yield parsed.root, statement
        else:
            chain = chain_to(parsed.root, statement.start_byte)
            yield next((chain[: i + 1] for i, node in enumerate(chain) if node.type in _KINDS), chain)


def _of(parsed: Parsed, chain: Chain) -> Iterator[Import]:
    statement, scope = chain[-1], path(parsed, chain)
    public = scope == parsed.file.module
    source = statement.child_by_field_name("module_name")
    origin = _origin(parsed, source, statement)
    for name in statement.named_children:
        if name.type == "wildcard_import":
            yield Import("*", origin, scope, public, span(parsed, name))
        elif name.type in ("dotted_name", "aliased_import") and name != source:
            yield Import(*_pair(name, origin), scope, public, span(parsed, name))


def _origin(parsed: Parsed, source: Node | None, statement: Node) -> str:
    if statement.type == "future_import_statement":
        return "__future__"
    if source is None:
        return ""
    written = text(source).replace(" ", "")
    below = written.lstrip(".")
    dots = len(written) - len(below)
    return ".".join(filter(None, (_package(parsed, dots), below))) if dots else below


def _package(parsed: Parsed, dots: int) -> str:
    """What so many leading dots stand for: one is the package the file is in."""
    parts = parsed.file.module.split(".")
    is_package = parsed.file.path.rpartition("/")[2].startswith("__init__.py")
    up = dots - 1 if is_package else dots
    return ".".join(parts[: max(len(parts) - up, 0)])


def _pair(name: Node, origin: str) -> tuple[str, str]:
    alias = name.child_by_field_name("alias") if name.type == "aliased_import" else None
    target = text(name.child_by_field_name("name") or name).replace(" ", "")
    if origin:
        return (text(alias) if alias else target), f"{origin}.{target}"
    if alias:
        return text(alias), target
    first = target.split(".")[0]
    return first, first
