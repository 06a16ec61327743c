"""Rewritings of a workspace that change nothing of what it writes: locals renamed, modules split in two."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import tree_sitter
import tree_sitter_python
import tree_sitter_rust

#: What a renamed local ends in; no source has it.
MARK = "_rnmd"
_LANGUAGES = {".py": tree_sitter.Language(tree_sitter_python.language()), ".rs": tree_sitter.Language(tree_sitter_rust.language())}
_FUNCTIONS = ("function_definition", "function_item")
_BINDERS = {"assignment": "left", "let_declaration": "pattern", "for_statement": "left", "for_expression": "pattern"}
#: Where an identifier is no variable: `f(name=1)`, `x.name`, `Point { name }`.
_NO_VARIABLE = ("keyword_argument", "shorthand_field_initializer", "field_pattern", "parameters", "default_parameter", "parameter", "self")
#: Of these only the first part is a variable: `x.name`; nothing is in `a::b`.
_PATHS = {"attribute": "object", "scoped_identifier": ""}


def sources(root: Path) -> list[Path]:
    """All sources of a workspace, in order."""
    return sorted(p for p in root.rglob("*") if p.suffix in _LANGUAGES)


def with_renamed_locals(path: Path) -> int:
    """Renames every local variable of a file that can safely be; returns how many."""
    data = path.read_bytes()
    tree = tree_sitter.Parser(_LANGUAGES[path.suffix]).parse(data)
    ends = {end for function in _nodes(tree.root_node, _FUNCTIONS) for name in _locals(function) for end in _uses(function, name, data)}
    for end in sorted(ends, reverse=True):
        data = data[:end] + MARK.encode() + data[end:]
    path.write_bytes(data)
    return len(ends)


def _nodes(top: tree_sitter.Node, kinds: tuple[str, ...]) -> Iterator[tree_sitter.Node]:
    stack = [top]
    while stack:
        node = stack.pop()
        if node.type in kinds:
            yield node
        stack += node.children


def _locals(function: tree_sitter.Node) -> set[bytes]:
    bound = (n.child_by_field_name(_BINDERS[n.type]) for n in _nodes(function, tuple(_BINDERS)))
    return {n.text for n in bound if n is not None and n.type == "identifier" and n.text}


def _uses(function: tree_sitter.Node, name: bytes, data: bytes) -> list[int]:
    """The ends of all places in a function where a local stands; none if one of them is not plainly the variable."""
    seen = [n for n in _nodes(function, ("identifier",)) if n.text == name]
    words = re.findall(rb"(?<![\w])" + re.escape(name) + rb"(?!\w)", data[function.start_byte : function.end_byte])
    plain = all(_is_variable(n) for n in seen)
    return [n.end_byte for n in seen] if plain and len(words) == len(seen) else []


def _is_variable(node: tree_sitter.Node) -> bool:
    parent = node.parent
    if parent is None or parent.type in _NO_VARIABLE or node.type != "identifier":
        return False
    if parent.type in _PATHS:
        return parent.child_by_field_name(_PATHS[parent.type]) == node
    return True


def splittable(root: Path) -> list[str]:
    """The modules of a workspace that `split` can take apart."""
    found = (p for p in sources(root) if "tests" not in p.parts and "examples" not in p.parts and p.name != "__init__.py")
    return [p.relative_to(root).as_posix() for p in found if not re.search(r"^(?:pub )?mod \w+;", p.read_text("utf-8"), re.MULTILINE)]


def split(path: Path) -> None:
    """Moves what a module holds into a new one, `moved`, and exports it again from the old place."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        path.with_name(f"{path.stem}_moved.py").write_text(text, "utf-8")
        path.write_text(f"from .{path.stem}_moved import {', '.join(_exported(text))}\n", "utf-8")
    else:
        home = path.parent if path.name in ("lib.rs", "main.rs") else path.with_suffix("")
        home.mkdir(exist_ok=True)
        (home / "moved.rs").write_text(text, "utf-8")
        path.write_text("mod moved;\npub use moved::*;\n", "utf-8")


def joined(report: str, path: str) -> str:
    """A report on the split workspace in terms of the whole module at `path`."""
    stem, suffix = os.path.splitext(path)
    if suffix == ".py":
        return report.replace("_moved.py", ".py").replace("_moved.", ".")
    home = os.path.dirname(path) if os.path.basename(path) in ("lib.rs", "main.rs") else stem
    return report.replace(f"{home}/moved.rs", path).replace(".moved.", ".")


def _exported(text: str) -> list[str]:
    names = [t.id for n in ast.parse(text).body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)]
    names += [n.target.id for n in ast.parse(text).body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)]
    return names + [n.name for n in ast.parse(text).body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
