"""Which definitions hold instances, and how their activations are told apart from those of their callees."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.branches import opposite
from tf1to2reuse.plan.carried import carried_attributes, clashing
from tf1to2reuse.plan.class_names import name_classes
from tf1to2reuse.plan.inheritance import ancestors_of, base_units, method_runs, refuse_unlike, related
from tf1to2reuse.plan.model import Unit, UnitKind
from tf1to2reuse.plan.naming import class_name
from tf1to2reuse.plan.syntax import own_statements
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.gaps import external_bases
from tf1to2reuse.scopes.roots import Evaluation, below, run_closure, run_method
from tf1to2reuse.scopes.trace import Activation, Event
from tf1to2reuse.scopes.values import (
    FunctionVal,
    InstanceVal,
    Path,
)

DRIVER_LEAVES = {
    "Session", "InteractiveSession", "placeholder", "placeholder_with_default", "Saver",
    "global_variables_initializer", "initialize_all_variables", "MonitoredTrainingSession", "Supervisor",
    "Coordinator", "EstimatorSpec", "TPUEstimatorSpec",
}  # fmt: skip
TRAINING_LEAVES = {"minimize", "compute_gradients", "apply_gradients"}


def find_units(evaluation: Evaluation, nested: Sequence[Unit] = ()) -> dict[str, Unit]:
    """Every top-level function and class, and every module, that asks for variables; and those ``nested``."""
    units: dict[str, Unit] = {}
    for definition in evaluation.program.definitions():
        if definition.is_module_class:
            units.update({unit.key: unit for unit in class_units(evaluation, definition)})
        if definition.parent is not None or definition.is_class:
            continue
        function = function_unit(evaluation, definition)
        if function is not None:
            units[function.key] = function
    units.update({unit.key: unit for unit in [*nested_drivers(evaluation, units), *nested]})
    units = {unit.key: unit for unit in sorted(units.values(), key=lambda unit: len(unit.ancestors))}
    demote_drivers(units)
    demote_procedures(evaluation, units)
    for facts in evaluation.program.modules.values():
        unit = module_unit(evaluation, facts.file)
        if unit is not None:
            units[unit.key] = unit
    hand_on(units)
    units = {**base_units(evaluation, units), **units}
    refuse_unlike(evaluation, units)
    name_classes(evaluation, units)
    return units


def function_unit(evaluation: Evaluation, definition: Definition) -> Unit | None:
    """A scoped function: a layer, unless it drives a session."""
    activation = evaluation.generic.get(definition.key)
    if activation is None or not activation.scoped:
        return None
    kind: UnitKind = "driver" if drives(definition.node) else "function"
    name = class_name(definition.name)
    return Unit(kind, definition, definition.module, name, [definition], [activation])


def nested_drivers(evaluation: Evaluation, units: dict[str, Unit]) -> list[Unit]:
    """Functions that a function without layers returns or hands on and that nobody in the program calls.

    An estimator's model function is one: whoever calls it starts a graph.
    """
    found = []
    for key, function in list(evaluation.ev.closures.items()):
        definition = function.definition
        if (
            not isinstance(definition.node, ast.FunctionDef)
            or key not in evaluation.ev.interest.keys
            or owner_key(definition, units) in units
            or not drives(definition.node)
        ):
            continue
        if key not in evaluation.generic and not evaluation.ev.activations.get(key):
            run_closure(evaluation, definition)
        run = evaluation.generic.get(key)
        if run is not None and run.scoped:
            name = class_name(definition.name)
            found.append(Unit("driver", definition, definition.module, name, [definition], [run]))
    return found


def drives(node: ast.AST) -> bool:
    """Whether code makes sessions, placeholders, savers or training operations."""
    for child in ast.walk(node):
        if isinstance(child, ast.Call):
            target = child.func
            leaf = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            if leaf in DRIVER_LEAVES or leaf in TRAINING_LEAVES:
                return True
    return False


def demote_drivers(units: dict[str, Unit]) -> None:
    """A function that builds a model which makes its own placeholders drives it, too."""
    changed = True
    while changed:
        changed = False
        for unit in units.values():
            if unit.kind == "function" and any(
                calls_driver(activation, units) for activation in unit.activations
            ):
                unit.kind = "driver"
                changed = True
            if unit.kind in ("constructor", "object") and any(
                calls_driver(activation, units) for activation in unit.activations
            ):
                unit.kind, unit.forward, unit.drives, changed = "holder", None, True, True


def demote_procedures(evaluation: Evaluation, units: dict[str, Unit]) -> None:
    """A function that takes no tensor and returns nothing is no layer, unless layers are what calls it."""
    functions = [unit for unit in units.values() if unit.kind == "function"]
    procedures = [unit for unit in functions if is_procedure(evaluation, unit)]
    changed = True
    while changed:
        called = {
            owner.key
            for unit in units.values()
            if unit.is_layer
            for run in unit.activations
            for _, owner in calls_below(unit, units, run)
            if owner is not None
        }
        changed = False
        for unit in procedures:
            if unit.kind == "function" and unit.key not in called:
                unit.kind = "driver"
                changed = True


def is_procedure(evaluation: Evaluation, unit: Unit) -> bool:
    """Whether a function takes no tensor and returns nothing."""
    assert unit.definition is not None
    own = own_statements(unit.definition.node)
    if any(isinstance(node, ast.Return) and not is_none(node.value) for node in own):
        return False
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in unit.nodes):
        return False
    given = [value for run in unit.activations for value in run.arguments.values()]
    return not any(evaluation.ev.is_tensor(value) for value in given)


def is_none(node: ast.expr | None) -> bool:
    """Whether a returned expression is nothing."""
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def calls_driver(activation: Activation, units: dict[str, Unit]) -> bool:
    """Whether a driver, or a plain object with placeholders, is made below."""
    for event in activation.events:
        child = event.child
        if child is None or child.definition is None:
            continue
        unit = units.get(owner_key(child.definition, units))
        if unit is not None and unit.kind in ("driver", "holder"):
            return True
        if unit is None and calls_driver(child, units):
            return True
    return False


def hand_on(units: dict[str, Unit]) -> None:
    """A driver that shares variables with other lines of its caller makes no instances: it is handed them."""
    changed = True
    while changed:
        changed = False
        for unit in units.values():
            for run in unit.activations:
                reached = list(calls_below(unit, units, run))
                for event, driver in reached:
                    if driver is None or driver.kind != "driver":
                        continue
                    if any(
                        event.variables & other.variables and not opposite(event.branches, other.branches)
                        for other, _ in reached
                        if other is not event
                    ):
                        driver.kind, driver.drives = "passage", True
                        changed = True


def calls_below(unit: Unit, units: dict[str, Unit], run: Activation) -> Iterator[tuple[Event, Unit | None]]:
    """The events of a unit's own lines, with the calls of drivers among them."""
    for event in run.events:
        child = event.child
        owner = units.get(owner_key(child.definition, units)) if child and child.definition else None
        if child is None or (owner is not None and owner is not unit):
            yield event, owner
        elif child.definition is not None:
            yield from calls_below(unit, units, child)


def owner_key(definition: Definition, units: dict[str, Unit] | None = None) -> str:
    """The key of the unit that a definition belongs to: itself or the nearest one around it that is a unit,
    else the top-level function or class."""
    while definition.parent is not None and (units is None or definition.key not in units):
        definition = definition.parent
    return definition.key


def class_units(evaluation: Evaluation, definition: Definition) -> list[Unit]:
    """A class with scoped methods, and the methods of it that become classes of their own."""
    if definition.key not in evaluation.classes or is_keras(definition.node):
        return []
    methods = [m for m in definition.children if isinstance(m.node, ast.FunctionDef)]
    instance, runs = method_runs(evaluation, definition)
    if optimizes(instance):
        return []  # the variables of an optimizer are no weights of layers
    if is_test_case(instance):
        return test_methods(evaluation, instance, definition)
    scoped = [run for run in runs if (run.scoped or run.calls_objects) and not only_forwards(run, runs)]
    if not scoped:
        return []
    extracted = [m for m in methods if has_several_instances(scoped, m)]
    entries = {run.definition.name for run in scoped if run.definition is not None and run.builds}
    drives_itself = any(drives(one.definition.node) for one in (instance.cls, *instance.cls.ancestors))
    if drives_itself or is_lazy(scoped) or makes_own_inputs(evaluation, runs, scoped):
        kind: UnitKind = "holder"
    elif "__init__" in entries or builds_for_inputs(evaluation, instance, runs, entries):
        kind = "constructor"
    else:
        kind = "object"
    body = [m for m in methods if m not in extracted]
    body.sort(key=lambda m: not is_forward(kind, m, entries))
    kept = [run for run in runs if run in scoped or is_constructor(run)]
    unit = Unit(kind, definition, definition.module, definition.name, body, kept, instance=instance)
    unit.forward = body[0] if body and is_forward(kind, body[0], entries) else None
    unit.ancestors = ancestors_of(evaluation, definition)
    return [unit, *[extract(evaluation, unit, m) for m in extracted]]


def is_test_case(instance: InstanceVal) -> bool:
    """Whether an object holds tests: a test runner makes a new one, and a new graph, for each of them."""
    return any(base.name.endswith("TestCase") for base in external_bases(instance.cls))


def test_methods(evaluation: Evaluation, instance: InstanceVal, definition: Definition) -> list[Unit]:
    """The methods of a test case that ask for variables. Each makes its instances on the spot."""
    found = []
    for method in definition.children:
        function = instance.cls.find(method.name)
        if method.key not in evaluation.ev.interest.keys or not isinstance(function, FunctionVal):
            continue
        if method.key not in evaluation.generic:
            run_method(evaluation, instance, function, set())
        run = evaluation.generic.get(method.key)
        if run is not None and run.scoped:
            name = class_name(method.name)
            found.append(Unit("driver", method, method.module, name, [method], [run]))
    return found


def optimizes(instance: InstanceVal) -> bool:
    """Whether an object is an optimizer: its class derives from one of TF1."""
    names = [base.name for base in external_bases(instance.cls)]
    return any(name.startswith("tf.train.") and name.endswith("Optimizer") for name in names)


def makes_own_inputs(evaluation: Evaluation, runs: list[Activation], scoped: list[Activation]) -> bool:
    """Whether the methods that ask for variables take nothing, and no tensor is given to the constructor."""
    if any(run.definition is None or not takes_nothing(run.definition) for run in scoped):
        return False
    return not is_given_tensors(evaluation, runs)


def builds_for_inputs(
    evaluation: Evaluation, instance: InstanceVal, runs: list[Activation], entries: set[str]
) -> bool:
    """Whether methods build for what the constructor took; an object that is called takes its own inputs."""
    foreign = any(base.name != "builtins.object" for base in external_bases(instance.cls))
    return "__call__" not in entries and not foreign and is_given_tensors(evaluation, runs)


def is_given_tensors(evaluation: Evaluation, runs: list[Activation]) -> bool:
    """Whether a constructor takes a tensor."""
    given = [value for run in runs if is_constructor(run) for value in run.arguments.values()]
    return any(evaluation.ev.is_tensor(value) for value in given)


def is_constructor(run: Activation) -> bool:
    """Whether this is a run of an ``__init__``."""
    return run.definition is not None and run.definition.name == "__init__"


def takes_nothing(method: Definition) -> bool:
    """Whether a method is called with its object alone."""
    assert not isinstance(method.node, ast.ClassDef)
    return len(method.parameters()) == 1 and method.node.args.vararg is None


def is_lazy(runs: list[Activation]) -> bool:
    """Whether a decorator keeps what methods built, so that each builds once for one object."""
    made = {a.definition for run in runs for a in below(run) if a.definition is not None and a.scoped}
    return any(one.parent is not None and not one.is_method and keeps_by_name(one) for one in made)


def keeps_by_name(function: Definition) -> bool:
    """Whether a function, such as a decorator's, sets an attribute of the object that it is given."""
    return any(
        isinstance(node, ast.Call)
        and ast.unparse(node.func) == "setattr"
        and bool(node.args)
        and ast.unparse(node.args[0]) in function.parameters()
        for node in function.nodes
    )


def only_forwards(run: Activation, runs: list[Activation]) -> bool:
    """Whether a method asks for variables only through methods of its object that were run by themselves."""
    alone = {o.definition for o in runs if o is not run and (o.scoped or o.calls_objects)}
    events = [e for e in run.events if e.child is None or e.child.scoped or e.child.calls_objects]
    return all(event.child is not None and event.child.definition in alone for event in events)


KERAS_BASES = (
    "keras.layers.Layer",
    "keras.Model",
    "keras.models.Model",
    "keras.Sequential",
    "CompactLayer",
    "tf.Module",
)


def is_keras(node: ast.AST) -> bool:
    """Whether a class is a Keras layer or model already."""
    return isinstance(node, ast.ClassDef) and any(
        ast.unparse(base).endswith(KERAS_BASES) or ".keras.layers." in ast.unparse(base)
        for base in node.bases
    )


def is_forward(kind: str, method: Definition, entries: set[str]) -> bool:
    """Whether a method becomes ``call``: a constructor that builds, ``__call__``, or the one scoped entry."""
    if kind == "constructor":
        return method.name == "__init__"
    if kind == "holder":
        return False
    if "__call__" in entries:
        return method.name == "__call__"
    return entries == {method.name} and not takes_nothing(method)


def has_several_instances(runs: list[Activation], method: Definition) -> bool:
    """Whether one object calls a method for different variables: then each set is an instance of its own."""
    prints = [{own_paths(a) for a in below(run) if a.definition is method and a.scoped} for run in runs]
    prints = [found - {frozenset()} for found in prints]
    if any(len(found) > 1 for found in prints):
        return True
    literal = {frozenset(map(literal_parts, paths)) for found in prints for paths in found}
    return len(literal) > 1


def own_paths(run: Activation) -> frozenset[Path]:
    """The variable paths that a run asks for, without those of objects that were made before it began.

    Such an object holds its own layers, whoever calls it.
    """
    made = {id(one.bound) for one in below(run) if one.definition and one.definition.name == "__init__"}
    return frozenset(paths_of(run, {id(run.bound), *made}))


def paths_of(run: Activation, objects: set[int]) -> Iterator[Path]:
    """The variable paths of a run and of those below it, on these objects only."""
    for event in run.events:
        if event.child is None:
            yield from (use.path for use in event.uses)
        elif not isinstance(event.child.bound, InstanceVal) or id(event.child.bound) in objects:
            yield from paths_of(event.child, objects)


def literal_parts(path: Path) -> Path:
    """A path as far as it is known: what is unknown in one run has another name in the next."""
    return tuple(part if isinstance(part, str) else None for part in path)


def extract(evaluation: Evaluation, unit: Unit, method: Definition) -> Unit:
    """A method as a layer of its own."""
    assert unit.instance is not None
    function = unit.instance.cls.find(method.name)
    if method.key not in evaluation.generic and isinstance(function, FunctionVal):
        run_method(evaluation, unit.instance, function, set())
    if method.key not in evaluation.generic:
        place = Place(method.module.file, method.line)
        message = f"{method.name} makes several sets of variables, and a decorator hides what it does"
        unit.refused = Finding("refused-several-instances", message, place, "warning", (), True)
        return Unit(
            "function", method, method.module, class_name(method.name), [method], [], refused=unit.refused
        )
    name = class_name(method.name)
    made = Unit("function", method, method.module, name, [method], [evaluation.generic[method.key]])
    made.carried = carried_attributes(evaluation, unit.instance, method)
    clash = clashing(unit.instance, method)
    if clash:
        message = f"`self.{clash[0]}` and `{clash[0]}` of this method would be one parameter of a constructor"
        place = Place(method.module.file, method.line)
        made.refused = Finding("refused-no-form", message, place, "warning", (), True)
    return made


def module_unit(evaluation: Evaluation, file: str) -> Unit | None:
    """Top-level code and the main block of a module."""
    runs = [run for run in evaluation.ev.activations.get(f"{file}:", []) if run.scoped]
    runs += [r.activation for r in evaluation.roots if r.label == f"{file}:__main__" and r.activation.scoped]
    if not runs:
        return None
    return Unit("driver", None, evaluation.program.modules[file], "", [], runs)


def own_events(unit: Unit, units: dict[str, Unit], activation: Activation | None = None) -> Iterator[Event]:
    """The events of a unit's own lines, nested functions included; a call of another unit is one event."""
    runs = [activation] if activation is not None else unit.activations
    for run in runs:
        for event in run.events:
            child = event.child
            if child is None:
                if not of_relative(unit, units, run):
                    yield event
                continue
            if child.definition is None or (isinstance(child.bound, InstanceVal) and optimizes(child.bound)):
                continue
            owner = target_of(event, units)
            made = event.kind == "construct" and owner is not None and owner.kind in ("object", "constructor")
            if owner is not unit and owner is not None and child.bound is run.bound and related(owner, unit):
                yield from own_events(unit, units, child)
            elif owner is not unit and owner is not None and (made or (child.scoped and owner.is_layer)):
                if not of_relative(unit, units, run):
                    yield event
            elif child.scoped and (owner is unit or owner is None or owner.kind == "passage"):
                yield from own_events(unit, units, child)


def of_relative(unit: Unit, units: dict[str, Unit], run: Activation) -> bool:
    """Whether a run is one of a method that a base class or a derived class of the unit gives."""
    while run.definition is not None and not run.definition.is_method and run.parent is not None:
        run = run.parent
    owner = units.get(owner_key(run.definition, units)) if run.definition is not None else None
    return owner is not None and owner is not unit and related(owner, unit)


def target_of(event: Event, units: dict[str, Unit]) -> Unit | None:
    """The unit that an event calls; of an object that is made, its own class, wherever its constructor is."""
    if event.child is None or event.child.definition is None:
        return None
    if event.kind == "construct" and isinstance(event.child.bound, InstanceVal):
        made = units.get(event.child.bound.cls.definition.key)
        if made is not None:
            return made
    return units.get(owner_key(event.child.definition, units))


def all_values(unit: Unit) -> dict[ast.AST, Any]:
    """The values of the unit's generic runs, nested functions and methods included."""
    found: dict[ast.AST, Any] = {}
    pending = list(unit.activations)
    while pending:
        run = pending.pop()
        found.update(run.values)
        pending.extend(event.child for event in run.events if event.child is not None and event.child.generic)
    return found
