"""Sources that changed and hold nothing that was looked for, neither then nor now: no answer can be different for them."""

import os
import stat
from collections.abc import Iterable

from checker.extract.engine import Extractor
from checker.model.source import SourceFile, Wanted


def silent(root: str, changed: Iterable[tuple[str, str, str]], asked: Iterable[Wanted], most: int) -> bool:
    """Whether nothing of what is `asked` stands in the files, each a path below `root` with its language and module. One that is not plain,
    is larger than `most` bytes or cannot be read is not silent."""
    files = [SourceFile(path, language, "", module, "") for path, language, module in changed]
    if not all(_plain(f"{root}/{file.path}", most) for file in files):
        return False
    extractor = Extractor(root, files, files)
    return not extractor.hits(asked) and not extractor.tally().failed


def _plain(path: str, most: int) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size <= most and os.access(path, os.R_OK)


def words(asked: Iterable[Wanted]) -> list[str]:
    """What is asked, as words to be kept."""
    return [word for w in sorted(asked, key=repr) for word in (w.name, w.within, "\n".join(sorted(w.beside)), str(int(w.near)), w.home)]


def wanted(kept: list[str]) -> list[Wanted]:
    """What `words` were made of."""
    parts = zip(*(kept[i::5] for i in range(5)), strict=True)
    return [Wanted(name, within, frozenset(beside.split("\n")) - {""}, near == "1", home) for name, within, beside, near, home in parts]
