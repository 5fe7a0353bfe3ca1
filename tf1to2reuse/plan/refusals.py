"""Why a unit stays TF1 code: lines that raise, instances without an owner, and neighbours of what stays."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.plan.branches import opposite
from tf1to2reuse.plan.model import Plan, Slot, Unit
from tf1to2reuse.plan.units import is_lazy, keeps_by_name, own_events, owner_key
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.calls import TRANSPARENT
from tf1to2reuse.scopes.trace import Activation


class RefusedCallError(Exception):
    """A layer call without an equal in Keras."""

    def __init__(self, code: str, message: str, site: ast.Call) -> None:
        super().__init__(message)
        self.code, self.message, self.site = code, message, site


def refused(unit: Unit, error: RefusedCallError) -> Finding:
    """The finding of a refused call."""
    place = Place(unit.module.file, error.site.lineno, error.site.col_offset + 1)
    return Finding(error.code, error.message, place, "warning", (), True)


RAISING = {
    "missing": "refused-reuse-missing",
    "exists": "refused-create-existing",
    "shape": "refused-shape-drift",
    "dtype": "refused-dtype-drift",
    "name": "refused-name",
}


def refuse_raising(plan: Plan) -> None:
    """Lines at which TF1 raises. One that always does stays an error; a function that sometimes does stays as
    it is, since what the program does about the error is no longer there in Keras."""
    ev = plan.evaluation.ev
    concrete = [root for root in plan.evaluation.roots if root.concrete]
    for entry in (entry for root in concrete for entry in root.requests):
        if not entry.error or plan.retries.forgives(entry):
            continue
        place = Place(
            entry.module.file, getattr(entry.node, "lineno", 1), getattr(entry.node, "col_offset", 0) + 1
        )
        finding = Finding(
            RAISING[entry.error], f"TF1 raises here: {entry.reason}", place, "warning", (), True
        )
        if id(entry.node) in ev.failing:
            plan.findings.append(finding)
            plan.raising[id(entry.node)] = entry.reason
            continue
        definition = entry.activation.definition
        unit = plan.units.get(owner_key(definition, plan.units)) if definition is not None else None
        if unit is not None and unit.refused is None and not entry.activation.generic:
            unit.refused = finding


TEMPLATE_REASON = "what `tf.make_template` makes here is not only called, or not under one scope"


def refuse_templates(plan: Plan) -> None:
    """Code around ``tf.make_template``: what it makes shares by the object, and may be kept anywhere."""
    for file, symbols in plan.symbols.items():
        facts = plan.evaluation.program.modules[file]
        for definition in facts.definitions.values():
            owner = plan.units.get(owner_key(definition, plan.units))
            if owner is None or owner.refused is not None:
                continue
            for node in definition.nodes:
                if isinstance(node, ast.Call) and symbols.dotted(node.func) == "tf.make_template":
                    place = Place(file, node.lineno, node.col_offset + 1)
                    owner.refused = Finding("refused-template", TEMPLATE_REASON, place, "warning", (), True)
                    break


def refuse_copied(plan: Plan) -> None:
    """Classes whose objects are copied: the copy of an object with layers has the same layers."""
    for key, (facts, node) in plan.evaluation.ev.copied.items():
        unit = plan.units.get(key)
        if unit is not None and unit.refused is None:
            place = Place(facts.file, node.lineno, node.col_offset + 1)
            message = (
                f"an object of {unit.class_name} is copied: a copy would have the weights of the first one"
            )
            unit.refused = Finding("refused-no-form", message, place, "warning", (), True)


HARMLESS = ("add_arg_scope", "staticmethod", "classmethod", "abstractmethod", "override", "final")
"""Decorators that mean the same to a class or to ``call``, or whose effect is written elsewhere."""


def refuse_decorated(plan: Plan) -> None:
    """Functions that would become a class or ``call`` and have a decorator, which is made for a function."""
    for unit in plan.units.values():
        method = unit.definition if unit.kind == "function" else unit.forward
        if method is None or unit.refused is not None:
            continue
        for node in getattr(method.node, "decorator_list", []):
            if ast.unparse(node).rpartition(".")[2] not in HARMLESS:
                place = Place(method.module.file, node.lineno, node.col_offset + 1)
                message = f"the decorator `@{ast.unparse(node)}` is made for a function, not for a layer"
                unit.refused = Finding("refused-no-form", message, place, "warning", (), True)
                break


def refuse_unfollowed(plan: Plan) -> None:
    """Classes with a method that may make variables and was not followed on an object of the class.

    A decorator hides what it calls the method with. What the method calls and opens counts all the same.
    """
    for unit in plan.units.values():
        if unit.definition is None or not unit.definition.is_class or unit.refused is not None:
            continue
        for method in unit.body:
            if may_run_on_objects(plan, method) and not was_followed(plan, unit, method):
                place = Place(method.module.file, method.line)
                message = f"`{method.name}` of {unit.class_name} cannot be followed through its decorator"
                unit.refused = Finding("refused-unmodelled", message, place, "warning", (), True)
                break


def may_run_on_objects(plan: Plan, method: Definition) -> bool:
    """Whether a definition is a method that may make variables, and has a decorator that may hide it."""
    if not method.is_method or method.key not in plan.evaluation.ev.interest.keys:
        return False
    decorators = {ast.unparse(node).rpartition(".")[2] for node in getattr(method.node, "decorator_list", [])}
    return bool(decorators - TRANSPARENT)


def was_followed(plan: Plan, unit: Unit, method: Definition) -> bool:
    """Whether a method ran on an object that is known, or in a run of the class."""
    for run in plan.evaluation.ev.activations.get(method.key, []):
        above: Activation | None = run
        while above is not None:
            if above.bound is not None and (above is run or above in unit.activations):
                return True
            above = above.parent
    return False


def refuse_kept_results(plan: Plan) -> None:
    """Classes that build a part of the graph once, and ask an attribute whether they did.

    A layer is called again, in other graphs and with other inputs, and would give the first call's results.
    """
    for unit in plan.units.values():
        if unit.definition is None or not unit.definition.is_class or unit.refused is not None:
            continue
        if unit.kind == "holder":  # its objects stay plain ones, which build once
            refuse_first_reads(unit)
            continue
        runs = (one for activation in unit.activations for one in own_runs(plan, unit, activation))
        for run in runs:
            if run.definition is None or not run.scoped:
                continue
            name = kept_result(plan, run.definition, run) if run.definition in unit.body else ""
            if not name and keeps_by_name(run.definition):
                name = "an attribute"
            if name:
                place = Place(run.module.file, run.definition.line)
                message = f"`{run.definition.name}` keeps what it built in {name} and builds it once only"
                unit.refused = Finding("refused-no-form", message, place, "warning", (), True)
                break


def refuse_first_reads(unit: Unit) -> None:
    """Properties that build where they are first read, in the scope of that line: which is it?"""
    runs = [run for run in unit.activations if run.definition is not None and run.scoped]
    for run in runs if unit.refused is None else ():
        if run.definition is not None and run.definition.name != "__init__" and is_lazy([run]):
            place = Place(run.module.file, run.definition.line)
            message = f"what `{run.definition.name}` reads is built there, in the scope that is open"
            unit.refused = Finding("refused-no-form", message, place, "warning", (), True)
            return


def kept_result(plan: Plan, method: Definition, run: Activation) -> str:
    """The attribute of its object that a method tests, and gives a tensor."""
    ev = plan.evaluation.ev
    tests = [node.test for node in method.nodes if isinstance(node, ast.If | ast.IfExp)]
    tested = {own_attribute(method, node) for test in tests for node in ast.walk(test)} - {""}
    for node in method.nodes if tested else ():
        if isinstance(node, ast.Assign) and ev.is_tensor(run.values.get(node.value)):
            for target in node.targets:
                if own_attribute(method, target) in tested:
                    return f"`{ast.unparse(target)}`"
    return ""


def own_attribute(method: Definition, node: ast.AST) -> str:
    """The attribute that a node reads or sets of the method's object; ``hasattr`` reads one, too."""
    itself = method.parameters()[:1]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in itself:
        return node.attr
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("hasattr", "getattr") and len(node.args) > 1:
        first, name = node.args[:2]
        if isinstance(first, ast.Name) and first.id in itself and isinstance(name, ast.Constant):
            return str(name.value)
    return ""


def refuse_results(plan: Plan) -> None:
    """Objects that build their graphs in the constructor with common variables: each keeps its own results.

    One layer would be called for all of them, and the results of the last call would replace the others.
    """
    for unit in plan.units.values():
        for slot in unit.slots:
            made = {id(event.child.bound) for event in slot.events if event.child is not None}
            if (
                slot.target is None
                or slot.target.kind != "constructor"
                or len(made) < 2
                or slot.loop is not None
            ):
                continue
            events = slot.events
            never = all(opposite(a.branches, b.branches) for a in events for b in events if a is not b)
            if unit.refused is None and not never:
                site = events[-1].site
                place = Place(events[-1].module.file, site.lineno, site.col_offset + 1)
                name = slot.target.class_name
                message = (
                    f"`{name}` keeps its results in the object, and another `{name}` shares its variables"
                )
                unit.refused = Finding("refused-shared-results", message, place, "warning", (), True)


def refuse_caller_options(plan: Plan) -> None:
    """Functions called in a scope whose initializer or regularizer reaches the variables that they make."""
    for unit in plan.units.values():
        for slot in unit.slots if unit.refused is None else ():
            for event in slot.events if slot.target is not None else ():
                given = [
                    name for name in ("initializer", "regularizer") if event.options.get(name) is not None
                ]
                if given and unit.refused is None:
                    place = Place(event.module.file, event.site.lineno, event.site.col_offset + 1)
                    message = (
                        f"the scope around this call sets an {given[0]} for what is made in another function"
                    )
                    unit.refused = Finding("refused-scope-options", message, place, "warning", (), True)


GRAPH_ONLY = {
    "tf.gradients", "tf.hessians", "tf.train.ExponentialMovingAverage", "tf.get_local_variable",
    "tf.get_default_session",
}  # fmt: skip


def refuse_graph_only(plan: Plan) -> None:
    """Layers that no session runs, with calls for graphs only, or that fill a collection someone reads."""
    read: set[str] = set()
    for file, symbols in plan.symbols.items():
        for node in plan.evaluation.program.modules[file].calls:
            if isinstance(node, ast.Call) and symbols.dotted(node.func) in (
                "tf.get_collection",
                "tf.get_collection_ref",
            ):
                read.update(ast.unparse(argument) for argument in node.args[:1])
    for unit in plan.units.values():
        for facts, node in calls_in_layer(plan, unit) if unit.is_layer and not unit.in_graph else ():
            dotted = plan.symbols[facts.file].dotted(node.func) or ""
            filled = dotted == "tf.add_to_collection" and node.args and ast.unparse(node.args[0]) in read
            alone = dotted in GRAPH_ONLY or dotted.startswith("tf.metrics.")
            if (filled or alone) and unit.refused is None:
                place = Place(facts.file, node.lineno, node.col_offset + 1)
                what = (
                    f"{dotted} works in a graph only" if alone else "a collection is filled anew by each call"
                )
                unit.refused = Finding(
                    "refused-graph-only", f"{what}, and no session runs this", place, "warning", (), True
                )


def calls_in_layer(plan: Plan, unit: Unit) -> Iterator[tuple[ModuleFacts, ast.Call]]:
    """The calls that a layer's text makes, and those of the plain functions that it calls."""
    seen = {unit.definition}
    definitions = [unit.definition] if unit.definition is not None else []
    for run in (one for activation in unit.activations for one in own_runs(plan, unit, activation)):
        definition = run.definition
        if definition is not None and definition not in seen and definition.node not in unit.nodes:
            seen.add(definition)
            definitions.append(definition)
    for definition in definitions if unit.refused is None else ():
        yield from ((definition.module, n) for n in definition.nodes if isinstance(n, ast.Call))


def set_aside(plan: Plan) -> None:
    """A function with nothing but something unmodelled in it is reported, and stays."""
    called = {id(slot.target) for unit in plan.units.values() for slot in unit.slots}
    for key, unit in list(plan.units.items()):
        if (
            unit.refused is not None
            and id(unit) not in called
            and unit.refused.code == "refused-unmodelled"
            and not unit.slots
            and unit.kind != "passage"
        ):
            plan.findings.append(unit.refused)
            del plan.units[key]


def refuse_driver(unit: Unit, slot: Slot) -> None:
    """A driver cannot make an instance at first use."""
    site = slot.sites[0]
    place = Place(slot.events[0].module.file, site.lineno, site.col_offset + 1)
    instance = slot.template or slot.attribute
    message = f"the instance for {instance} cannot be made before its first use: {slot.reason}"
    unit.refused = Finding("refused-no-owner", message, place, "warning", (), True)


def close_refusals(plan: Plan) -> None:
    """A unit that stays TF1 code keeps what it calls, and what calls it, as TF1 code."""
    edges: dict[str, set[str]] = {key: set() for key in plan.units}
    for unit in plan.units.values():
        for event in own_events(unit, plan.units):
            if event.child is not None and event.child.definition is not None:
                owner = owner_key(event.child.definition, plan.units)
                if owner in edges:
                    edges[unit.key].add(owner)
                    edges[owner].add(unit.key)
        for base in (key for key in unit.ancestors if key in edges):
            edges[unit.key].add(base)
            edges[base].add(unit.key)
        for caller in callers_of_passage(plan, unit):
            edges[unit.key].add(caller)
            edges[caller].add(unit.key)
    pending = [unit for unit in plan.units.values() if unit.refused is not None]
    while pending:
        unit = pending.pop()
        for key in sorted(edges[unit.key]):
            other = plan.units[key]
            if other.refused is None:
                assert unit.refused is not None
                place = Place(other.module.file, other.definition.line if other.definition else 1)
                message = f"it belongs together with {unit.key}, which stays as it is ({unit.refused.place})"
                other.refused = Finding(
                    "refused-neighbour", message, place, "warning", (unit.refused.place,), True
                )
                pending.append(other)


def callers_of_passage(plan: Plan, unit: Unit) -> set[str]:
    """The units whose lines call a function that is handed its instances."""
    if unit.kind != "passage" or unit.definition is None:
        return set()
    runs = plan.evaluation.ev.activations.get(unit.definition.key, [])
    above = {run.parent for run in runs if run.parent is not None and run.site is not None}
    keys = {
        owner_key(run.definition, plan.units) if run.definition is not None else f"{run.module.file}:"
        for run in above
    }
    return {key for key in keys if key in plan.units and key != unit.key}


def own_runs(plan: Plan, unit: Unit, activation: Activation) -> Iterator[Activation]:
    """A run and those below it, without those of other functions and classes that change their form."""
    yield activation
    for event in activation.events:
        child = event.child
        if child is None or child.definition is None:
            continue
        if plan.units.get(owner_key(child.definition, plan.units), unit) is unit:
            yield from own_runs(plan, unit, child)


def own_error(unit: Unit, error: Exception) -> Finding:
    """An error of this tool in one function: that function stays as it is, the others are written."""
    place = Place(unit.module.file, unit.definition.line if unit.definition is not None else 1)
    message = f"the tool fails at this code ({type(error).__name__}: {error}): please report it"
    return Finding("refused-own-error", message, place, "error", (), True)
