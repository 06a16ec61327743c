"""The globs of `exclude`, matched against paths of the workspace."""

from collections.abc import Callable, Sequence

from checker.model.errors import Complaint, Unusable


def matcher(globs: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path, or a folder it lies in, matches one of `globs`.

    As in `.gitignore`: a glob without a slash matches at any depth, others from the root; `*` and `?` stay within a segment, `**` crosses
    them. RE2 decides, in linear time, and without importing pathspec, which costs more than a warm run may take.
    """
    import re2

    try:
        pattern = re2.compile("|".join(f"(?:{_regex(glob)})" for glob in globs))
    except re2.error as error:
        raise Unusable(Complaint("", 0, 0, f"exclude: too much for one pattern: {len(globs)} globs")) from error
    return lambda path: pattern.match(path.encode("utf-8", "replace").decode()) is not None


def _regex(glob: str) -> str:
    start = "" if "/" in glob.rstrip("/") else "(?:.*/)?"
    parts = [_segment(part) for part in glob.strip("/").removesuffix("/**").split("/")]
    if parts == [_segment("**")]:
        return ".*"
    return start + "".join(parts).removesuffix("/") + "(?:/.*)?$"


def _segment(part: str) -> str:
    if part == "**":
        return "(?:.*/)?"
    return "".join({"*": "[^/]*", "?": "[^/]"}.get(c) or _literal(c) for c in part) + "/"


def _literal(character: str) -> str:
    return character if character.isalnum() or character in "_/" or ord(character) > 127 else "\\" + character
