"""The time that reports carry. `SOURCE_DATE_EPOCH` sets it, for reports that must come out the same twice (reproducible-builds.org)."""

import os
import time

from checker.model.errors import Complaint, Unusable


def now() -> str:
    """The time in UTC: `2027-01-31T12:00:00Z`."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not (given.isascii() and given.isdecimal() and len(given) <= 11):
        raise Unusable(Complaint("SOURCE_DATE_EPOCH", 0, 0, f'"{given}" is not a number of seconds'))
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(given) if given else None))
