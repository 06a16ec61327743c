"""The pages of a workspace, each read and parsed at most once, and what could not be read."""

from checker.contracts.text import read_text
from checker.documents.markdown import parse
from checker.documents.page import Page
from checker.documents.places import Places


class Library:
    """Reads pages on demand. `failed` are those that could not be read, with the reason."""

    def __init__(self, places: Places) -> None:
        self.root = places.root
        self._pages: dict[str, Page | None] = {}
        self.failed: dict[str, str] = {}

    def page(self, path: str) -> Page | None:
        """The page at `path`; None where it cannot be read."""
        if path not in self._pages:
            text = self.text(path)
            self._pages[path] = None if text is None else parse(path, text)
        return self._pages[path]

    def text(self, path: str) -> str | None:
        """The text of a file of the workspace; None where it cannot be read, and then it is among `failed`."""
        read = read_text(self.root, path)
        if read.why:
            self.failed[path] = read.why
            return None
        return read.text
