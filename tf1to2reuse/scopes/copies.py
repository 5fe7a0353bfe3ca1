"""Unchanged copies of a known library in the repository are API, not code to follow; changed ones are code.

``library_copies.txt`` has the SHA-256 of each file's text, with newlines as ``\\n``, and the public module
that it implements.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tf1to2reuse.facts.program import ModuleFacts


@cache
def known_copies() -> dict[str, str]:
    """Hash to canonical module name."""
    text = (files("tf1to2reuse.apis.symbols") / "data" / "library_copies.txt").read_text("utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {line[0]: line[1] for line in lines}


def copy_of(facts: ModuleFacts) -> str:
    """The canonical name of the module that a file is an unchanged copy of; empty for any other file."""
    return known_copies().get(facts.digest, "")
