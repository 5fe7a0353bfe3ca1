"""What creation code rests on: parameters, shapes, local names; and why some code cannot be creation code."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field


class CannotMoveError(Exception):
    """Why an expression has to stay in ``call``."""


@dataclass
class Needs:
    """What a piece of creation code rests on."""

    build: bool = False
    parameters: set[str] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)
    locals: dict[str, list[ast.stmt]] = field(default_factory=dict)
    loops: set[str] = field(default_factory=set)
    inlined: set[str] = field(default_factory=set)

    def merge(self, other: Needs) -> None:
        """Adds what another piece rests on."""
        self.build |= other.build
        self.parameters |= other.parameters
        self.shapes |= other.shapes
        self.locals.update(other.locals)
        self.loops |= other.loops
        self.inlined |= other.inlined
