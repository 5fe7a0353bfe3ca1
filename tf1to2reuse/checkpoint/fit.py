"""The names that a model wants and those that a checkpoint has become a list of what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tf1to2reuse.checkpoint.map import dtype_of, shape_of, to_keras
from tf1to2reuse.checkpoint.names import auxiliary
from tf1to2reuse.checkpoint.walk import Found

Shapes = Mapping[str, tuple[int, ...]]
Closest = Callable[[str, Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class Fit:
    """``errors`` keep the model from being filled; ``extra`` is in the checkpoint and not in the model;
    ``bookkeeping``: the same, but step counters, slots and averages, with what each is."""

    errors: tuple[str, ...]
    extra: tuple[str, ...]
    bookkeeping: tuple[tuple[str, str], ...]


def fit(found: Sequence[Found], shapes: Shapes, dtypes: Mapping[str, str], closest: Closest) -> Fit:
    """Compare a walk with the tensors of a checkpoint."""
    wanted = {name for item in found for name in item.names}
    unclaimed = [name for name in shapes if name not in wanted]
    kinds = {name: auxiliary(name, list(shapes)) for name in unclaimed}
    extra = tuple(name for name in unclaimed if not kinds[name])
    errors: list[str] = []
    for item in found:
        missing = [name for name in item.names if name not in shapes]
        errors += [_missing(name, item, closest(name, extra), shapes) for name in missing]
        if not missing:
            errors += _misshaped(item, shapes, dtypes)
    return Fit(tuple(errors), extra, tuple((name, kind) for name, kind in kinds.items() if kind))


def _missing(name: str, item: Found, candidates: Sequence[str], shapes: Shapes) -> str:
    near = ", ".join(f"{other} {list(shapes[other])}" for other in candidates)
    hint = f"; closest: {near}" if near else ""
    return f"the checkpoint has no {name}, which {item.places[0]} needs{hint}"


def _misshaped(item: Found, shapes: Shapes, dtypes: Mapping[str, str]) -> list[str]:
    named = ", ".join(f"{name} {list(shapes[name])}" for name in item.names)
    # Broadcasting views: the shapes of a transform without the memory of its arrays.
    zeros: dict[str, Any] = {name: np.broadcast_to(np.float32(0), shapes[name]) for name in item.names}
    try:
        made = [np.shape(value) for value in to_keras(item, zeros)]
    except (ValueError, IndexError, ZeroDivisionError) as error:
        return [f"{named} does not fit {item.places[0]}: {error}"]
    errors = []
    for variable, place, shape in zip(item.variables, item.places, made, strict=True):
        if tuple(shape) != shape_of(variable):
            errors.append(f"{named} does not fit {place}, which has shape {list(shape_of(variable))}")
        elif dtypes[item.names[0]] != dtype_of(variable):
            errors.append(f"{named} is {dtypes[item.names[0]]}, and {place} is {dtype_of(variable)}")
    return errors
