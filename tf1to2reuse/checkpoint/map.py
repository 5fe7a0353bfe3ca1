"""What a walk found and what TF1 recorded become the checkpoint map: matches, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tf1to2reuse.checkpoint.names import auxiliary
from tf1to2reuse.checkpoint.transforms import Arrays
from tf1to2reuse.checkpoint.walk import Found, Problem


@dataclass(frozen=True)
class Tf1Variable:
    """A variable of the original. ``dead``: nothing reads it and nothing assigns it."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    trainable: bool = True
    dead: bool = False


@dataclass(frozen=True)
class Skipped:
    """A TF1 variable that is no weight of the model, with the reason."""

    name: str
    reason: str


@dataclass(frozen=True)
class CheckpointMap:
    """The map. It is complete when there are no problems."""

    matches: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    problems: tuple[Problem, ...]

    def by_name(self) -> dict[str, Found]:
        """The first match of every TF1 name."""
        table: dict[str, Found] = {}
        for match in self.matches:
            for name in match.names:
                table.setdefault(name, match)
        return table


def to_keras(match: Found, values: Arrays, linear: bool = False) -> list[Any]:
    """The arrays for ``match.variables``, in their order, from TF1 arrays by full name."""
    if match.transform.name == "identity":
        return [values[name] for name in match.names]
    roles = {role: values[name] for role, name in zip(match.transform.tf1, match.names, strict=True)}
    made = match.transform.to_keras(roles, linear)
    return [made[role] for role in match.transform.keras]


def to_tf1(match: Found, values: Sequence[Any], linear: bool = False) -> dict[str, Any]:
    """TF1 arrays by full name, from the arrays of ``match.variables``."""
    if match.transform.name == "identity":
        return dict(zip(match.names, values, strict=True))
    roles = dict(zip(match.transform.keras, values, strict=True))
    made = match.transform.to_tf1(roles, linear)
    return {name: made[role] for role, name in zip(match.transform.tf1, match.names, strict=True)}


def shape_of(variable: Any) -> tuple[int, ...]:
    return tuple(int(size) for size in variable.shape)


def dtype_of(variable: Any) -> str:
    dtype = variable.dtype
    return str(getattr(dtype, "name", dtype))


def match(
    found: Sequence[Found], tf1: Sequence[Tf1Variable], weights: Iterable[tuple[Any, str]]
) -> CheckpointMap:
    """Compare both sides. ``weights``: every Keras weight of the program with the place it was made at."""
    known = {variable.name: variable for variable in tf1}
    problems: list[Problem] = []
    matches = [item for item in found if not _misfit(item, known, problems)]
    problems += _doubles(found)
    problems += [problem for item in matches for problem in _trained_otherwise(item, known)]
    named = {name for item in found for name in item.names}
    skipped, leftovers = _leftovers(tf1, named)
    problems += leftovers
    mapped = {id(variable) for item in found for variable in item.variables}
    for variable, place in weights:
        if id(variable) not in mapped:
            shown = f"{place} {getattr(variable, 'path', getattr(variable, 'name', ''))}".strip()
            message = f"the Keras weight {shown} {list(shape_of(variable))} has no TF1 variable"
            problems.append(Problem("leftover-keras", message))
    return CheckpointMap(tuple(matches), tuple(skipped), tuple(problems))


def _leftovers(tf1: Sequence[Tf1Variable], named: set[str]) -> tuple[list[Skipped], list[Problem]]:
    skipped, problems = [], []
    names = [variable.name for variable in tf1]
    for variable in tf1:
        if variable.name in named:
            continue
        reason = auxiliary(variable.name, names) or ("dead: nothing reads it" if variable.dead else "")
        if reason:
            skipped.append(Skipped(variable.name, reason))
        else:
            message = f"the TF1 variable {variable.name} {list(variable.shape)} has no Keras weight"
            problems.append(Problem("leftover-tf1", message, (variable.name,)))
    return skipped, problems


def _misfit(item: Found, known: dict[str, Tf1Variable], problems: list[Problem]) -> bool:
    place = ", ".join(item.places)
    missing = [name for name in item.names if name not in known]
    if missing:
        message = f"{place} should hold {', '.join(missing)}, which TF1 does not have"
        problems.append(Problem("unknown-name", message, item.names))
        return True
    before = len(problems)
    zeros = {name: np.zeros(known[name].shape) for name in item.names}
    try:
        expected = [np.shape(value) for value in to_keras(item, zeros)]
    except (ValueError, IndexError) as error:
        problems.append(Problem("shape", f"{place}: {item.transform.name} does not fit: {error}", item.names))
        return True
    for variable, shape in zip(item.variables, expected, strict=True):
        if shape_of(variable) != tuple(shape):
            message = (
                f"{place} has shape {list(shape_of(variable))}; {', '.join(item.names)} needs {list(shape)}"
            )
            problems.append(Problem("shape", message, item.names))
        if dtype_of(variable) != known[item.names[0]].dtype:
            message = (
                f"{place} is {dtype_of(variable)}; {', '.join(item.names)} is {known[item.names[0]].dtype}"
            )
            problems.append(Problem("dtype", message, item.names))
    return len(problems) > before


def _trained_otherwise(item: Found, known: dict[str, Tf1Variable]) -> Iterator[Problem]:
    """Numbers that training changes on one side only; integers are never trained."""
    expected = known[item.names[0]]
    for variable, place in zip(item.variables, item.places, strict=True):
        if not expected.dtype.startswith(("float", "bfloat")) or not hasattr(variable, "trainable"):
            continue
        if bool(variable.trainable) != expected.trainable:
            is_trained = "is trained, and" if variable.trainable else "is not trained, but"
            was = "is" if expected.trainable else "is not"
            message = f"{place} {is_trained} {item.names[0]} {was} in TF1"
            yield Problem("trainable", message, item.names)


def _doubles(found: Sequence[Found]) -> list[Problem]:
    """One TF1 name in two weights (sharing was lost), or two TF1 names for one weight (sharing was added)."""
    problems = []
    holders: dict[str, list[Found]] = {}
    weights: dict[int, list[Found]] = {}
    for item in found:
        for name in item.names:
            holders.setdefault(name, []).append(item)
        for variable in item.variables:
            weights.setdefault(id(variable), []).append(item)
    for name, items in holders.items():
        places = [place for item in items for place in item.places]
        if len({id(variable) for item in items for variable in item.variables}) > len(items[0].variables):
            message = f"{name} is held by several weights: {', '.join(places)}"
            problems.append(Problem("name-twice", message, (name,)))
    for items in weights.values():
        names = sorted({name for item in items for name in item.names})
        if len({item.names for item in items}) > 1:
            message = f"{items[0].places[0]} is one weight with several TF1 names: {', '.join(names)}"
            problems.append(Problem("weight-twice", message, tuple(names)))
    return problems
