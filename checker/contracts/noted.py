"""Questions whether something is there, said aloud."""

import sys

#: The audit event; its argument is the path.
LOOKED_FOR = "telint.looked_for"


def noted(path: str) -> str:
    """The path, once audit hooks have heard that a result rests on whether there is anything at it: Python tells them what is opened, but
    not what is only looked for."""
    sys.audit(LOOKED_FOR, path)
    return path
