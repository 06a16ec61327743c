"""telint: a static-analysis compliance checker for telemetry in Rust and Python sources."""

__version__ = "0.1.0"

#: Name and version, as reports give them.
TOOL = ("telint", __version__)
