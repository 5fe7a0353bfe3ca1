"""File changes become a unified diff that ``patch -p1`` and ``git apply`` accept, byte for byte."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from tf1to2reuse.report.model import FileChange

_NO_NEWLINE = "\\ No newline at end of file\n"


def unified_diff(change: FileChange) -> str:
    """The diff of one file. A file that the rewrite adds comes from /dev/null."""
    before, after = _lines(change.before), _lines(change.after)
    old_name = f"a/{change.path}" if change.before else "/dev/null"
    return "".join(_finished(difflib.unified_diff(before, after, old_name, f"b/{change.path}")))


def _lines(text: str) -> list[str]:
    """Lines as diff tools count them: only a line feed ends one (str.splitlines knows nine other ends)."""
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _finished(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line
        if not line.endswith("\n"):
            yield "\n" + _NO_NEWLINE
