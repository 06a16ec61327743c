"""telint: a static-analysis compliance checker for telemetry in Rust and Python sources."""

__version__ = "0.1.0"
