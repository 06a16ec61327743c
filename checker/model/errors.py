"""The one error a user can mend; anything else that escapes is a bug of ours."""

from typing import NamedTuple


class Complaint(NamedTuple):
    """One thing wrong in a file the user wrote. `line` and `column` are 1-based, 0 where there is no place."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message


class Unusable(Exception):
    """Input that the user has to mend before the job can be done; carries every complaint, not just the first."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__("\n".join(str(c) for c in complaints))
        self.complaints = complaints
