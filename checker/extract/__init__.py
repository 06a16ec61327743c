"""Source files -> facts, on demand. The only place for reading, caching and processes."""

from checker.extract.crew import Begun, Facts, extracting
from checker.extract.engine import Tally

__all__ = ["Begun", "Facts", "Tally", "extracting"]
