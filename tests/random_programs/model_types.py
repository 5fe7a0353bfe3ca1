"""What a random model may use at one point: tensors with their kinds, parameters, and functions to call.

The width of a tensor is a piece of source in terms of the running function's parameters (``4``, ``units``,
``2 * units``), or unknown there (``?x``: the width of parameter x). Two tensors of one kind can be added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Sharing = Literal["reuse", "auto", "scope", "scope and reuse", "default name", "caller"]


@dataclass(frozen=True)
class Kind:
    """``row``: [batch, width]; ``image``: [batch, size, size, width], the size halved a number of times."""

    rank: Literal["row", "image"]
    width: str
    halved: int = 0

    @property
    def known(self) -> bool:
        """Whether the program can write the width down."""
        return "?" not in self.width

    def seen_by(self, given: Mapping[str, str], tensor: Kind) -> Kind:
        """The kind of a function's result where it is called with these arguments and that tensor."""
        width = tensor.width if self.width == "?x" else substituted(self.width, given)
        return Kind(self.rank, width, self.halved + tensor.halved if self.rank == "image" else 0)


def substituted(text: str, given: Mapping[str, str]) -> str:
    """Source with names replaced."""

    def one(found: re.Match[str]) -> str:
        value = given.get(found[0], found[0])
        return value if re.fullmatch(r"[\w.]+", value) else f"({value})"

    return re.sub(r"(?<![\w.'])[A-Za-z_][\w.]*", one, text)


@dataclass(frozen=True)
class Layer:
    """A function of a tensor that creates variables. ``defaults`` by parameter, in order; None: it has none.

    ``method``: how it is called on an object of the class ``name``.
    """

    name: str
    takes: Literal["row", "image"]
    gives: Kind
    sharing: Sharing
    defaults: tuple[tuple[str, str | None], ...]

    @property
    def parameters(self) -> tuple[str, ...]:
        """Their names, without the tensor's."""
        return tuple(name for name, _ in self.defaults)


@dataclass(frozen=True)
class Call:
    """A call that was made in a scope: one that shares with it has the same arguments and tensor kind."""

    layer: Layer
    scope: str
    given: tuple[tuple[str, str], ...]
    kind: Kind


@dataclass
class Area:
    """One variable scope while it is open: the names taken in it, and the calls made in it."""

    taken: set[str] = field(default_factory=set)
    calls: list[Call] = field(default_factory=list)
    unnamed: bool = True  # whether unnamed layers are fine here


@dataclass
class Reach:
    """Names in reach."""

    tensors: dict[str, Kind] = field(default_factory=dict)
    widths: list[str] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    trainings: list[str] = field(default_factory=list)
    activations: list[str] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)

    def inner(self) -> Reach:
        """A copy for a nested block: what it binds is not used after it."""
        copied = {
            name: dict(value) if isinstance(value, dict) else list(value)
            for name, value in vars(self).items()
        }
        return replace(self, **copied)
