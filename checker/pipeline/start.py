"""The beginning of a run: its configuration is read, and its files are looked for from then on, by a process of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from checker import config as configuration
from checker.discover import discover
from checker.extract import Begun, extracting
from checker.model.config import Config
from checker.model.run import Request


class Started(NamedTuple):
    """A run under way: what is asked, of which workspace; `begun` waits for its files."""

    request: Request
    root: str
    config: Config
    begun: Begun


@contextmanager
def started(request: Request) -> Iterator[Started]:
    """A run, for as long as the block lasts. Raises `Unusable` for a configuration that has to be mended first."""
    root, config = configuration.load(request.start, request.config, request.profile)
    config = _overridden(config, request)
    find = partial(discover, root, request.paths, config.exclude, config.max_file_bytes)
    with extracting(find, request.jobs or config.jobs) as begun:
        yield Started(request, root, config, begun)


def _overridden(config: Config, request: Request) -> Config:
    return config._replace(
        select=request.select or config.select,
        ignore=request.ignore or config.ignore,
        fail_on=request.fail_on or config.fail_on,
    )
