"""An independent reader of names agrees with the linker on what is called."""

from pathlib import Path

import pytest

from checker.model.run import Request
from checker.pipeline import inventory
from tests.qualified import definition, named_calls

WORKSPACES = Path(__file__).parent.parent / "fixtures" / "workspaces"


def modules(root: Path) -> dict[str, Path]:
    """The Python files of a fixture by their modules: what stands below a `src` folder, and the tests."""
    found = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        below = parts[parts.index("src") + 1 :] if "src" in parts else parts[-1:]
        found[".".join(p for p in below if p != "__init__")] = path
    return found


def disagreements(root: Path) -> tuple[int, list[str]]:
    """How many calls were compared, and where the two readers differ."""
    files = modules(root)
    names = {(path, place): full for module, path in files.items() for place, full in named_calls(path, module)}
    compared, wrong = 0, []
    for site in inventory(Request(str(root))).callsites:
        place = (site.span.line, site.span.column, site.span.end_line, site.span.end_column)
        full = names.get((root / site.path, place), "")
        meant = definition(full, files) if full else ""
        if meant and site.chain:
            compared += 1
            wrong += [f"{site.path}:{site.span.line}: {site.chain[0].name}, by scopes {meant}"] * (site.chain[0].name != meant)
    return compared, wrong


@pytest.mark.parametrize(("name", "least"), [("py-mini", 20), ("vox-mini", 10)])
def test_the_scopes_of_another_tool_give_the_same_names(name: str, least: int) -> None:
    compared, wrong = disagreements(WORKSPACES / name)

    assert wrong == []
    assert compared >= least
