"""Parts that the JSON documents have in common."""

from checker.model.finding import Coverage


def tool(tool: tuple[str, str]) -> dict[str, str]:
    return {"name": tool[0], "version": tool[1]}


def coverage(coverage: Coverage) -> dict[str, object]:
    return {"seen": coverage.seen, "skipped": _reasons(coverage.skipped), "failed": _reasons(coverage.failed)}


def _reasons(files: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"path": path, "why": why} for path, why in files]
