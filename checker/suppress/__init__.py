"""Findings that somebody has answered for: with a comment beside the code and a reason, or with an entry of the baseline.

Nothing is taken away: a finding that is suppressed says by what. What suppresses nothing becomes a subject, which rules judge.
"""
