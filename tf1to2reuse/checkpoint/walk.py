"""The live objects of a rewritten program, read along the manifest, become TF1 names with their weights."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tf1to2reuse.checkpoint.manifest import Manifest, Owner, Slot
from tf1to2reuse.checkpoint.names import (
    Counters,
    Instance,
    TemplateError,
    evidence,
    expand,
    join,
    key_matches,
)
from tf1to2reuse.checkpoint.transforms import IDENTITY, Transform, UnknownTransformError, transform


@dataclass(frozen=True)
class Root:
    """Where a walk starts: an object (or a driver's locals) with its manifest entry and scope path."""

    value: Any
    owner: Owner
    path: str = ""
    label: str = ""


@dataclass(frozen=True, eq=False)
class Found:
    """TF1 names and the Keras variables that hold them: one of each, or a group under one transform.

    ``momentum``: how slowly the weight's layer moves its statistics (0 where it has none).
    """

    names: tuple[str, ...]
    variables: tuple[Any, ...]
    places: tuple[str, ...]
    evidence: str
    transform: Transform = IDENTITY
    momentum: float = 0.0


@dataclass(frozen=True)
class Problem:
    """Something that keeps the map from being complete. ``code`` is stable."""

    code: str
    message: str
    names: tuple[str, ...] = ()


_Element = tuple[Slot, Any, Instance, str]


@dataclass
class _State:
    manifest: Manifest
    tree: Path
    counters: Counters = field(default_factory=Counters)
    visited: set[tuple[int, str]] = field(default_factory=set)
    open: list[int] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def walk(roots: Sequence[Root], manifest: Manifest, tree: Path) -> tuple[list[Found], list[Problem]]:
    """Everything the roots hold. A root that another one holds is reached from there, in its scope."""
    state = _State(manifest, tree)
    held = {id(element) for root in roots for element in _held(_State(manifest, tree), root)}
    for root in roots:
        if id(root.value) not in held and not any(key[0] == id(root.value) for key in state.visited):
            _owner(state, root.value, root.owner.slots, root.path, root.label or root.owner.key)
    return state.found, state.problems


def _held(state: _State, root: Root) -> Iterator[Any]:
    """The objects that a root holds in its own attributes."""
    slots = [slot for slot in root.owner.slots if slot.kind == "layer"]
    for slot in slots:
        yield from (element for element, _, _ in _elements(state, root.value, slot, slots, ""))


def slots_of(value: Any, manifest: Manifest, tree: Path) -> tuple[Slot, ...] | None:
    """The slots of an object's class and of the classes it inherits from; None for an unknown class."""
    slots: dict[tuple[str, str, str], Slot] = {}
    known = False
    for cls in reversed(type(value).__mro__):
        owner = manifest.classes.get(class_key(cls, tree))
        if owner is not None:
            known = True
            slots.update({(slot.attribute, slot.match, slot.path): slot for slot in owner.slots})
    return tuple(slots.values()) if known else None


def class_key(cls: type, tree: Path) -> str:
    """``file:qualified name`` of a class, the file relative to the tree; empty for one from elsewhere."""
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    if not file:
        return ""
    try:
        return f"{Path(file).resolve().relative_to(tree).as_posix()}:{cls.__qualname__}"
    except ValueError:
        return ""


def _owner(state: _State, value: Any, slots: Iterable[Slot], path: str, place: str) -> None:
    if (id(value), path) in state.visited or id(value) in state.open:
        return
    state.visited.add((id(value), path))
    state.open.append(id(value))
    slots = list(slots)
    for together in _rounds(slots):
        found = [[(slot, *one) for one in _elements(state, value, slot, slots, place)] for slot in together]
        for slot, element, instance, where in _in_turn(found):
            try:
                _element(state, element, slot, expand(slot.path, path, instance, state.counters), where)
            except (TemplateError, UnknownTransformError) as error:
                state.problems.append(Problem("bad-slot", f"{where}: {error}"))
    state.open.pop()


def _rounds(slots: Iterable[Slot]) -> list[list[Slot]]:
    """The slots in order; lists that one loop filled together, where the first of them stands."""
    found: list[list[Slot]] = []
    loops: dict[int, list[Slot]] = {}
    for slot in slots:
        if slot.loop and slot.loop in loops:
            loops[slot.loop].append(slot)
            continue
        found.append([slot])
        if slot.loop:
            loops[slot.loop] = found[-1]
    return found


def _in_turn(lists: list[list[_Element]]) -> Iterator[_Element]:
    """The first elements of all lists, then the second ones, as a loop makes them."""
    for row in zip_longest(*lists):
        yield from (one for one in row if one is not None)


def attribute(value: Any, dotted: str) -> Any:
    """``value.a.b``, or ``value.a[0]`` for ``a.0``; None as soon as one of them is absent."""
    for part in dotted.split("."):
        if part.isdecimal():
            value = value[int(part)] if isinstance(value, list | tuple) and int(part) < len(value) else None
        else:
            value = getattr(value, part, None)
    return value


def _fits(slot: Slot, slots: list[Slot], key: str) -> bool:
    """Whether a dictionary's key is of that slot: ``layer_0`` is of ``layer_{}`` rather than of ``l{}``."""
    fitting = [s for s in slots if s.attribute == slot.attribute and key_matches(s.match, key)]
    return slot in fitting and len(slot.match) == max(len(other.match) for other in fitting)


def _elements(
    state: _State, value: Any, slot: Slot, slots: list[Slot], place: str
) -> Iterator[tuple[Any, Instance, str]]:
    held, where = attribute(value, slot.attribute), f"{place}.{slot.attribute}"
    if held is None:
        return
    if slot.many == "dict":
        if not isinstance(held, Mapping):
            state.problems.append(Problem("bad-slot", f"{where} is no dictionary"))
            return
        for key, element in held.items():
            if element is not None and _fits(slot, slots, str(key)):
                yield element, Instance(_name(element), None, str(key), value), f"{where}[{key!r}]"
    elif slot.many == "list":
        if not isinstance(held, list | tuple):
            state.problems.append(Problem("bad-slot", f"{where} is no list"))
            return
        for index, element, shown in _flat(held):
            if element is not None:
                yield element, Instance(_name(element), index, None, value), f"{where}{shown}"
    else:
        yield held, Instance(_name(held), None, None, value), where


def _flat(
    held: Sequence[Any], shown: str = "", nested: bool = False
) -> Iterator[tuple[int | None, Any, str]]:
    """The elements of a list in order; inside nested lists no single place names an element."""
    for index, element in enumerate(held):
        if isinstance(element, list | tuple):
            yield from _flat(element, f"{shown}[{index}]", True)
        else:
            yield None if nested else index, element, f"{shown}[{index}]"


def _name(value: Any) -> str | None:
    name = getattr(value, "name", None)
    return name if isinstance(name, str) else None


def is_variable(value: Any) -> bool:
    """A Keras or TensorFlow variable, without importing either."""
    return all(hasattr(value, part) for part in ("assign", "shape", "dtype"))


def _element(state: _State, value: Any, slot: Slot, path: str, where: str) -> None:
    if slot.kind == "weight":
        if is_variable(value):
            state.found.append(Found((path,), (value,), (where,), evidence(slot.path)))
        else:
            kind = type(value).__name__
            state.problems.append(Problem("bad-slot", f"{where} should be a weight and is a {kind}"))
    elif slot.kind == "keras":
        _keras(state, value, slot, path, where)
    else:
        slots = slots_of(value, state.manifest, state.tree)
        if slots is None:
            kind = type(value).__name__
            state.problems.append(
                Problem("unknown-class", f"{where} is a {kind}, which the manifest does not know")
            )
        else:
            _owner(state, value, slots, path, where)


def _keras(state: _State, layer: Any, slot: Slot, path: str, where: str) -> None:
    if (id(layer), path) in state.visited:
        return
    state.visited.add((id(layer), path))
    weights = dict(slot.weights) or {weight.name: (weight.name,) for weight in getattr(layer, "weights", ())}
    present = {name: attribute(layer, name) for name in weights}
    held = {name: value for name, value in present.items() if value is not None and is_variable(value)}
    change = transform(slot.transform)
    basis = evidence(slot.path)
    if change.name == "identity":
        for name, value in held.items():
            if len(weights[name]) != 1:
                raise TemplateError(f"weight {name} has several TF1 names and no transform")
            names = (join(path, weights[name][0]),)
            momentum = float(getattr(layer, "momentum", None) or 0.0)
            state.found.append(Found(names, (value,), (f"{where}.{name}",), basis, IDENTITY, momentum))
        return
    _group(state, change, {name: weights[name] for name in held}, held, path, where, basis)


def _group(
    state: _State,
    change: Transform,
    weights: Mapping[str, tuple[str, ...]],
    held: Mapping[str, Any],
    path: str,
    where: str,
    basis: str,
) -> None:
    """Order both sides by the transform's roles; a role that is missing on either side is an error."""
    leaves = list(dict.fromkeys(leaf for leaves in weights.values() for leaf in leaves))
    names = [_role(role, leaves, where) for role in change.tf1]
    attributes = [_role(role, [name.replace(".", "/") for name in held], where) for role in change.keras]
    dotted = [name.replace("/", ".") for name in attributes]
    state.found.append(
        Found(
            tuple(join(path, name) for name in names),
            tuple(held[name] for name in dotted),
            tuple(f"{where}.{name}" for name in dotted),
            basis,
            change,
        )
    )


def _role(role: str, candidates: Sequence[str], where: str) -> str:
    fitting = [name for name in candidates if name == role or name.endswith("/" + role)]
    if len(fitting) != 1:
        raise TemplateError(f"{where}: {len(fitting)} weights for the role {role} of its transform")
    return fitting[0]
