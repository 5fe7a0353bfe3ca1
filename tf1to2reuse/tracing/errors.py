"""What can keep a program from being traced: one class, and one sentence, per cause."""

from __future__ import annotations


class TraceCallError(Exception):
    """The command to trace is not one: no program, no such script, a script outside of the tree."""


class NothingTracedError(Exception):
    """The program ran, and nothing of it can become a probe."""
