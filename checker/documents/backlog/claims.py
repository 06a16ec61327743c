"""What a ticked line claims: the file it is about, and the names, classes, pages and files that this is said to hold."""

import re
from typing import NamedTuple

from checker.documents.mentions import path_in
from checker.documents.page import Page, Tick, Word
from checker.documents.places import Places, is_foreign, moved, resolved, split
from checker.registry.files import matches

#: Between the file and what is claimed of it.
_DASH = re.compile(r"\s(?:—|–|--?)\s")
_NAME = re.compile(r"[A-Za-z_][\w-]*(?:(?:::|\.)[A-Za-z_]\w*)*\*?\Z")
#: A name that nobody writes by chance: several words, or a path.
_STRONG = re.compile(r"_|::|\w-\w|[a-z][A-Z]|[A-Z]{2}")
_CLASSES = re.compile(r"\bS[0-3]\b")
_CLASSIFIES = re.compile(r"(?i)(?<![\w-])(?:sensitivity class|data class|sensitivity)(?![\w-])|\bclassif\w*[^.;]{0,60}\bS[0-3]\b")
#: What may be a class or the plane that something belongs to, said in whatever words.
_SORTS = re.compile(r"(?i)(?<![\w-])classif\w*(?![\w-])")
_POINTS = re.compile(r"(?i)\b(?:(?:cross-?)?links?|linking|pointers?|points?|refer(?:ence)?s?|see-?also|lists?|mentions?|bullet|related)\b")
_SUBMITS = re.compile(r"(?i)\b(?:add|register|index|mirror|list|row|rows|entry|entries)\b")
_REMOVES = re.compile(r"(?i)^(?:remove|delete|drop|retire)[ds]?\b")
#: Where a line leaves open whether the thing was to be done, its absence proves nothing.
_OPEN = re.compile(r"(?i)\b(?:if|may|might|optional(?:ly)?|e\.g|or|future|placeholder|evaluate|where|when|any)\b")
#: A page called by the words of its file name: `telemetry-retention-sensitivity-ssot`, `trust-ssot`.
_PAGE_NAME = re.compile(r"(?<![\w/.`-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w/-])")
#: The same with a space: `trust SSOT`.
_SSOT = re.compile(r"(?<![\w/.`-])([a-z0-9]+(?:-[a-z0-9]+)*) SSOT\b")
#: A line that speaks of each of several things is not borne out by one of them.
_EACH = re.compile(r"(?i)\b(?:each|every|all)\b")
_DOCUMENTED = re.compile(r"(?i)\bdocumented in ")


class Words(NamedTuple):
    """A ticked line taken apart.

    `subject` is the file it is about (`""`: none is named); `names` have to stand in it, `files` and `globs` have to be there, and in the
    subject if it `submits` them; `pages` have to be pointed at; `classes` stated (with `classifies`, any class; with `sorts`, a class or a
    plane). `removes`: the names have to be gone. `open`: the line leaves open whether it was to be done; `each`: it speaks of all of
    something. `elsewhere` are the files that the names have to stand in, one of them, where that is not the subject.
    """

    subject: str = ""
    names: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    globs: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    classifies: bool = False
    sorts: bool = False
    points: bool = False
    submits: bool = False
    removes: bool = False
    open: bool = False
    each: bool = False
    elsewhere: tuple[str, ...] = ()


def words_of(page: Page, tick: Tick, places: Places) -> Words:
    """What the line claims."""
    paths = [path for code in tick.codes if (path := _path(page, code, tick, places) or _leading_name(code, tick, places))]
    own = paths[0] if paths and _leads(tick, places, page) else ""
    claim = _behind(tick.text) if own else tick.text
    subject = own or _of_heading(page, tick, places)
    codes = [code for code in tick.codes if f"`{code}`" in claim]
    points, documented = bool(_POINTS.search(claim)), bool(_DOCUMENTED.search(claim))
    pages = _pages(page, tick, claim, places) if points or documented else []
    return Words(
        subject=subject,
        names=tuple(dict.fromkeys(code for code in codes if _is_name(code, places))),
        files=tuple(path for path in dict.fromkeys(paths) if path != subject),
        globs=tuple(code for code in codes if "/" in code and "*" in code and " " not in code),
        pages=tuple(pages) if points else (),
        classes=tuple(dict.fromkeys(_CLASSES.findall(claim))),
        classifies=bool(_CLASSIFIES.search(claim)),
        sorts=bool(_SORTS.search(claim)),
        points=points,
        submits=bool(_SUBMITS.search(claim)),
        removes=bool(_REMOVES.search(claim)),
        open=bool(_OPEN.search(claim)),
        each=bool(_EACH.search(claim)),
        elsewhere=_copies(pages[0], places) if documented and pages else (),
    )


def _copies(path: str, places: Places) -> tuple[str, ...]:
    return places.named.get(path.rpartition("/")[2], ())


def _is_name(code: str, places: Places) -> bool:
    return bool(_NAME.match(code) and _STRONG.search(code)) and code not in places.named


def _path(page: Page, code: str, tick: Tick, places: Places) -> str:
    """The path that a code span names, or the one file of its name."""
    if code in places.paths:
        return code
    found = path_in(page.path, Word(code, tick.span), places)
    if found or "/" in code:
        return found
    named = places.named.get(code, ()) if "." in code else ()
    return named[0] if len(named) == 1 else ""


def _leading_name(code: str, tick: Tick, places: Places) -> str:
    """The name of a file that a line starts with and that is nowhere, if it ends as some file of the workspace does."""
    ending = code.rpartition(".")[2] if "." in code[1:] and tick.text.startswith(f"`{code}`") else ""
    return code if ending.isalnum() and any(name.endswith(f".{ending}") for name in places.named) and code not in places.named else ""


def _leads(tick: Tick, places: Places, page: Page) -> bool:
    """Whether the line starts with the file that it is about, or names one before its dash."""
    head, *claim = _DASH.split(tick.text, maxsplit=1)
    known = [code for code in tick.codes if _path(page, code, tick, places) or _leading_name(code, tick, places)]
    leading = [code for code in known if f"`{code}`" in head]
    return bool(leading) and (bool(claim) or head.startswith(f"`{leading[0]}`"))


def _behind(text: str) -> str:
    parts = _DASH.split(text, maxsplit=1)
    return parts[1] if len(parts) > 1 else parts[0]


def _of_heading(page: Page, tick: Tick, places: Places) -> str:
    """The file that the heading above names: `### 2.A retention-policy.yaml`."""
    for word in tick.heading.replace("(", " ").replace(")", " ").split():
        named = places.named.get(word, ()) if "." in word else ()
        if word in places.paths or len(named) == 1:
            return word if word in places.paths else named[0]
        if "/" in word and moved(places, word):
            return moved(places, word)
    return ""


def _pages(page: Page, tick: Tick, claim: str, places: Places) -> list[str]:
    """The pages that the line says are pointed at: by link, or by the words of their file names."""
    linked = [resolved(page.path, path) or path for link in tick.links if not is_foreign(link.target) and (path := split(link.target)[0])]
    plain = re.sub(r"\[[^\]]*\]\([^)]*\)|`[^`]*`", " ", claim)
    called = [word for word in _SSOT.findall(plain) if not word.endswith("ssot") and not _page_of(word, places)]
    words = [*_PAGE_NAME.findall(plain), *(f"{word}-ssot" for word in called)]
    named = [path for word in words if (path := _page_of(word, places))]
    return list(dict.fromkeys(path for path in [*linked, *named] if path.endswith((".md", ".mdx"))))


def _page_of(word: str, places: Places) -> str:
    """The one page whose name is the word, or has it in it. Several pages of one name (a copy in an archive) are one page here."""
    stems = {path.rpartition("/")[2]: path for path in sorted(places.paths, reverse=True) if path.endswith(".md") and word in path}
    exact = stems.get(f"{word}.md", "")
    within = [path for stem, path in stems.items() if f"-{word}-" in f"-{stem.removesuffix('.md')}-"]
    return exact or (within[0] if len(within) == 1 else "")


def fitting(glob: str, places: Places) -> list[str]:
    """The files of the workspace that a glob names."""
    return sorted(path for path in places.paths if matches(glob, path))
