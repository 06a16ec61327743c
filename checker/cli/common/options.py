"""Options that several commands share, and the request to the pipeline that they make."""

from __future__ import annotations

import argparse
import os

from checker.cli.common.nearest import unknown
from checker.contracts.noted import noted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.model.run import Request


def configuration(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", metavar="FILE", help="the configuration to use, instead of the one found from here upwards")
    parser.add_argument("--profile", metavar="NAME", help="a ready configuration for a known kind of workspace")


def workspace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="report only on these; names are resolved in the whole workspace")
    configuration(parser)
    jobs(parser)


def cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-cache", action="store_true", help="do not show an earlier run again, though nothing changed since")


def jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=_jobs, default=0, metavar="N", help="processes to use (default: as many as pay off)")


def format_option(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    parser.add_argument(
        "--format", type=one_of("format", formats), default="text", metavar="F", help=f"{' · '.join(formats)} (default: text)"
    )


class OneOf:
    """A type for argparse that takes one of `known` and says what a wrong word probably meant."""

    def __init__(self, what: str, known: tuple[str, ...]) -> None:
        self.what = what
        self.known = known

    def __call__(self, word: str) -> str:
        if word not in self.known:
            raise argparse.ArgumentTypeError(f"{unknown(self.what, word, self.known)} (one of {', '.join(self.known)})")
        return word


def one_of(what: str, known: Sequence[str]) -> OneOf:
    return OneOf(what, tuple(known))


def request(args: argparse.Namespace) -> Request:
    """What the pipeline is asked for; options that a command does not have stay at their defaults."""
    from checker.model.run import Request

    given = vars(args)
    start = working_folder()
    return Request(
        start=start,
        paths=_from_here(start, given.get("paths", ())),
        config=given.get("config"),
        profile=given.get("profile"),
        select=tuple(given.get("select", ())),
        ignore=tuple(given.get("ignore", ())),
        jobs=given.get("jobs", 0),
        fail_on=given.get("fail_on"),
        today=given.get("today") or "",
    )


def _from_here(start: str, paths: Sequence[str]) -> tuple[str, ...]:
    """The named paths as they are meant: from the working folder, which need not be the workspace's root."""
    missing = [path for path in paths if "\0" in path or not os.path.lexists(noted(os.path.join(start, path)))]
    if missing:
        from checker.model.errors import Complaint, Unusable

        raise Unusable(*(Complaint(path, 0, 0, "no such file or folder") for path in missing))
    return tuple(os.path.join(start, path) for path in paths)


def day(word: str) -> str:
    """A type for argparse that takes a day of the calendar as `2027-01-31`."""
    from datetime import date

    try:
        return date.fromisoformat(word if len(word) == len("2027-01-31") else "").isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{word}" is not a day, such as 2027-01-31') from None


def _jobs(word: str) -> int:
    if not word.isdecimal() or int(word) > 256:
        raise argparse.ArgumentTypeError(f'"{word}" is not a number from 0 to 256')
    return int(word)


def working_folder() -> str:
    try:
        return os.getcwd()
    except FileNotFoundError:
        from checker.model.errors import Complaint, Unusable

        raise Unusable(Complaint("", 0, 0, "the working folder no longer exists")) from None
