"""Files of a workspace as text: within it, of bounded size, in UTF-8, or the reason why not."""

import os
from typing import NamedTuple

from checker.contracts.noted import noted

MAX_BYTES = 4 * 1024 * 1024


class Text(NamedTuple):
    """A file as text, or why there is none."""

    text: str
    why: str = ""


def read_text(root: str, path: str) -> Text:
    """A file below `root`: UTF-8, of bounded size, and within the workspace, links followed."""
    inside = os.path.realpath(root)
    real = os.path.realpath(noted(os.path.join(inside, path))) if "\0" not in path else inside
    if os.path.commonpath((inside, real)) != inside:
        return Text("", "leads out of the workspace")
    if not os.path.isfile(real):
        return Text("", "no such file")
    try:
        with open(real, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return Text("", f"larger than {MAX_BYTES >> 20} MiB")
        return Text(data.decode().removeprefix("\ufeff"))
    except OSError as error:
        return Text("", f"unreadable: {error.strerror}")
    except UnicodeDecodeError as error:
        return Text("", f"not valid UTF-8 (byte {error.start})")
