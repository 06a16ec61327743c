"""Questions whether something is there, said aloud."""

import sys

#: The audit event; its argument is the path.
LOOKED_FOR = "telint.looked_for"


def noted(path: str) -> str:
    """The path as it was asked about, once audit hooks have heard that a result rests on what stands there or where it leads: Python tells
    them what is opened, but not what is only looked at."""
    sys.audit(LOOKED_FOR, path)
    return path
