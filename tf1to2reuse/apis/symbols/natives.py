"""TF1 functions whose ``compat.v1`` form differs from the native one, where renaming makes them equal.

Each row was read against both signatures and both sources: with every argument under its new name the native
function computes the same. What is not here (or in the rules) goes to ``tf.compat.v1``, which is exact.

Row of data/natives.txt: names | native name | ``old:new`` argument renames; ``old:`` drops one without effect
on values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from tf1to2reuse.apis.symbols import tables


@dataclass(frozen=True)
class Native:
    """A native function and how its arguments were called in TF1."""

    target: str
    renames: dict[str, str] = field(default_factory=dict)


@cache
def natives() -> dict[str, Native]:
    """TF1 name to its native form."""
    found = {}
    for row in tables.lines("natives.txt"):
        names, target, renames = (part.strip() for part in row.split("|"))
        pairs = {word.split(":")[0]: word.split(":")[1] for word in renames.split()}
        found.update({name: Native(target, pairs) for name in names.split()})
    return found
