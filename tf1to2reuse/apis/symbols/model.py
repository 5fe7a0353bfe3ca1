"""A call as written and what it becomes, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


class Unknown:
    """The type of ``UNKNOWN``: a value that only the running program knows."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


@dataclass(frozen=True)
class Arg:
    """One argument of a call as written.

    ``code`` is its source text, already rewritten. ``star`` is ``*`` or ``**`` for unpacked ones. ``literal``
    is its value where known: it decides between targets and is never written into code. ``rank`` is set where
    the argument is one tensor (or weight) of that rank, ``dtype`` where its type is known (``"float32"``): a
    call may become native where only these two tell that the meaning is the same.
    """

    code: str
    keyword: str | None = None
    star: str = ""
    literal: object = UNKNOWN
    rank: int | None = None
    dtype: str = ""


@dataclass(frozen=True)
class CallRewrite:
    """The new call: ``function(*args)``, or ``code`` when it becomes another expression.

    Names start with ``tf.`` (or ``np.``) whatever the file calls the module, in ``code`` and ``args`` too.
    """

    function: str
    args: tuple[Arg, ...]
    code: str = ""


@dataclass(frozen=True)
class Problem:
    """Why there is no mechanical target. ``code`` is stable; docs/symbols.md has a section for each."""

    code: str
    message: str
