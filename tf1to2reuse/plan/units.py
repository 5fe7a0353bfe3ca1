"""Which definitions hold instances, and how their activations are told apart from those of their callees."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.model import Unit, UnitKind
from tf1to2reuse.plan.naming import class_name
from tf1to2reuse.scopes.names import canonical_name
from tf1to2reuse.scopes.roots import Evaluation, below
from tf1to2reuse.scopes.trace import Activation, Event
from tf1to2reuse.scopes.values import ClassVal, FunctionVal

DRIVER_LEAVES = {
    "Session", "InteractiveSession", "placeholder", "placeholder_with_default", "Saver", "global_variables_initializer",
    "initialize_all_variables", "MonitoredTrainingSession", "Supervisor", "Coordinator",
}  # fmt: skip


def find_units(evaluation: Evaluation) -> dict[str, Unit]:
    """Every top-level function and class, and every module, that asks for variables."""
    units: dict[str, Unit] = {}
    for definition in evaluation.program.definitions():
        if definition.parent is not None:
            continue
        unit = class_unit(evaluation, definition) if definition.is_class else function_unit(evaluation, definition)
        if unit is not None:
            units[unit.key] = unit
    demote_drivers(evaluation, units)
    for facts in evaluation.program.modules.values():
        unit = module_unit(evaluation, facts.file)
        if unit is not None:
            units[unit.key] = unit
    return units


def function_unit(evaluation: Evaluation, definition: Definition) -> Unit | None:
    """A scoped function: a layer, unless it drives a session."""
    activation = evaluation.generic.get(definition.key)
    if activation is None or not activation.scoped:
        return None
    kind: UnitKind = "driver" if drives(definition.node) else "function"
    name = class_name(definition.name)
    return Unit(kind, definition, definition.module, name, [definition], [activation])


def drives(node: ast.AST) -> bool:
    """Whether code makes sessions, placeholders, savers or training operations."""
    for child in ast.walk(node):
        if isinstance(child, ast.Call):
            target = child.func
            leaf = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            if leaf in DRIVER_LEAVES or leaf == "minimize":
                return True
    return False


def demote_drivers(evaluation: Evaluation, units: dict[str, Unit]) -> None:
    """A function that builds a model which makes its own placeholders drives it, too."""
    changed = True
    while changed:
        changed = False
        for unit in units.values():
            if unit.kind == "function" and any(calls_driver(activation, units) for activation in unit.activations):
                unit.kind = "driver"
                changed = True


def calls_driver(activation: Activation, units: dict[str, Unit]) -> bool:
    """Whether a driver, or a plain object with placeholders, is made below."""
    for event in activation.events:
        child = event.child
        if child is None or child.definition is None:
            continue
        owner = owner_key(child.definition)
        unit = units.get(owner)
        if unit is not None and unit.kind in ("driver", "holder"):
            return True
        if unit is None and calls_driver(child, units):
            return True
    return False


def owner_key(definition: Definition) -> str:
    """The key of the top-level function or class that a definition belongs to."""
    while definition.parent is not None:
        definition = definition.parent
    return definition.key


def class_unit(evaluation: Evaluation, definition: Definition) -> Unit | None:
    """A class with scoped methods."""
    instance = evaluation.classes.get(definition.key)
    if instance is None:
        return None
    methods = {m.key: m for m in definition.children if isinstance(m.node, ast.FunctionDef)}
    runs = [evaluation.generic[key] for key in methods if key in evaluation.generic]
    scoped = [run for run in runs if run.scoped]
    if not scoped:
        return None
    entries = {run.definition.name for run in scoped if run.definition is not None}
    if drives(definition.node):
        kind: UnitKind = "holder"
    elif "__init__" in entries:
        kind = "constructor"
    else:
        kind = "object"
    body = [run.definition for run in scoped if run.definition is not None]
    called = [m for m in methods.values() if m not in body and is_called(scoped, m)]
    if kind == "constructor":
        body.sort(key=lambda d: d.name != "__init__")
    elif kind == "object":
        body.sort(key=lambda d: d.name not in ("__call__", "call", "forward"))
    return Unit(kind, definition, definition.module, definition.name, [*body, *called], scoped, instance=instance)


def is_called(runs: list[Activation], method: Definition) -> bool:
    """Whether a method is called, with variables asked for below, by those runs."""
    return any(a.definition is method and a.scoped for run in runs for a in below(run))


def module_unit(evaluation: Evaluation, file: str) -> Unit | None:
    """Top-level code and the main block of a module."""
    runs = [run for run in evaluation.ev.activations.get(f"{file}:", []) if run.scoped]
    runs += [r.activation for r in evaluation.roots if r.label == f"{file}:__main__" and r.activation.scoped]
    if not runs:
        return None
    return Unit("driver", None, evaluation.program.modules[file], "", [], runs)


def own_events(unit: Unit, units: dict[str, Unit], activation: Activation | None = None) -> Iterator[Event]:
    """The events of a unit's own lines, nested functions included; calls of other units are one event each."""
    runs = [activation] if activation is not None else unit.activations
    for run in runs:
        for event in run.events:
            child = event.child
            if child is None:
                yield event
                continue
            if not child.scoped or child.definition is None:
                continue
            owner = units.get(owner_key(child.definition))
            if owner is unit or (owner is None or owner.kind == "passage"):
                yield from own_events(unit, units, child)
            elif owner.is_layer:
                yield event


def canonical_call(node: ast.Call, names: dict[str, str]) -> str:
    """The canonical dotted name of a call's function, by the module's imports."""
    return canonical_name(ast.unparse(node.func))


__all__ = ["ClassVal", "FunctionVal", "find_units", "own_events", "owner_key"]
