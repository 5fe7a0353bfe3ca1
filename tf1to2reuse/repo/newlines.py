"""New text of a file gets the newlines of its old text, when that had only one kind."""

from __future__ import annotations

import re
from dataclasses import replace

from tf1to2reuse.report.model import FileChange

_NEWLINE = re.compile(r"\r\n|\r|\n")


def keep_newlines(change: FileChange) -> FileChange:
    """The change with the newlines of ``before`` in ``after``; mixed newlines are left as they are."""
    kinds = set(_NEWLINE.findall(change.before))
    if len(kinds) != 1:
        return change
    newline = kinds.pop()
    return replace(change, after=_NEWLINE.sub(lambda _: newline, change.after))
