"""Links of the programme's pages: whether each leads to something."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from checker.contracts.nearest import nearest
from checker.documents.library import Library
from checker.documents.page import Link, Page
from checker.documents.places import Places, found, is_foreign, moved, resolved, split
from checker.model.judged import Subject, subject
from checker.registry.files import matches

_MARKDOWN = (".md", ".mdx", ".markdown")


def links(
    pages: Iterable[Page], library: Library, places: Places, counts: Callable[[Page, Link], bool] = lambda *_: True
) -> Iterator[Subject]:
    """A subject for each link that stays in the workspace and `counts`; `problem` is `""` where it leads to something, or where that
    cannot be told."""
    for page in pages:
        seen = set[tuple[int, str]]()
        for link in page.links:
            # A definition is mended once, however often it is used.
            if (link.span.start, link.target) not in seen and not is_foreign(link.target) and counts(page, link):
                seen.add((link.span.start, link.target))
                problem, now = _judged(page, link, library, places)
                yield subject(page.path, link.span, name=link.target or link.label, target=link.target, problem=problem, moved=now)


def leads_among(page: Page, link: Link, globs: Sequence[str]) -> bool:
    """Whether a link is meant to lead to one of the pages that the globs name, there or not."""
    path = split(link.target)[0]
    target = resolved(page.path, path) if path else None
    return target is not None and any(matches(glob, target) for glob in globs)


def _judged(page: Page, link: Link, library: Library, places: Places) -> tuple[str, str]:
    """What is wrong with a link, and what it should be instead where that is known."""
    if not link.defined:
        return f"nothing defines [{link.label}]", ""
    path, anchor = split(link.target)
    if not path:
        return _anchored(page, anchor) if anchor else ("it is empty" if not link.target else "", "")
    target = resolved(page.path, path)
    if target is None:
        return "it leads out of the workspace", ""
    reached = found(places, target)
    if path.startswith("/") and not reached:
        return "", ""  # from the root of a site, which need not be that of the workspace
    if target and not reached:
        return "there is no such file", relative(page.path, _meant(path, target, places))
    return _across(reached, anchor, library)


def _meant(path: str, target: str, places: Places) -> str:
    """What a link means that misses: from a page that was moved, the same path from the root; else the file of that name."""
    from_root = path.lstrip("./")
    return (found(places, from_root) if "/" in path else "") or moved(places, target)


def _across(path: str, anchor: str, library: Library) -> tuple[str, str]:
    """Anchors of what is no Markdown are left to whoever shows it."""
    page = library.page(path) if anchor and path.endswith(_MARKDOWN) else None
    return _anchored(page, anchor) if page else ("", "")


def _anchored(page: Page, anchor: str) -> tuple[str, str]:
    # `#L10` names a line, `#:~:text=` words, and `#top` is there in every browser.
    if anchor in page.anchors or anchor.lower() in page.anchors or anchor == "top" or anchor[:2] == ":~" or _is_line(anchor):
        return "", ""
    near = nearest(anchor, sorted(page.anchors))
    return f"{page.path} has no heading or anchor for #{anchor}", f"#{near}" if near else ""


def _is_line(anchor: str) -> bool:
    return anchor[:1] == "L" and anchor[1:2].isdigit()


def relative(page: str, path: str) -> str:
    """`path` as a link on `page` would write it."""
    if not path:
        return ""
    here, there = page.split("/")[:-1], path.split("/")
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    return "/".join([".."] * (len(here) - same) + there[same:])
