"""From an evaluated program to a plan: units, roles, slots, owners, phases, refusals."""

from __future__ import annotations

import ast
from typing import Any

from tf1to2reuse.apis.layers import find
from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.branches import exclusive
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.phases import RefusedCall, plan_injected, plan_slot, refused
from tf1to2reuse.plan.roles import assign_roles
from tf1to2reuse.plan.sharing import provide, share
from tf1to2reuse.plan.slots import make_slots
from tf1to2reuse.plan.symbols import SymbolRules
from tf1to2reuse.plan.units import find_units, own_events, owner_key
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import ClassVal, External, FunctionVal, InstanceVal, ModuleVal, ident

ROUNDS = 12


def make_plan(evaluation: Evaluation) -> Plan:
    """The plan of a whole program."""
    units = find_units(evaluation)
    plan = Plan(evaluation, units)
    plan.extra["symbols"] = {
        file: SymbolRules(evaluation.program, facts, outside_names(evaluation, facts))
        for file, facts in evaluation.program.modules.items()
    }
    plan.extra["texts"] = {}
    plan.extra["references"] = lambda facts, node: reference_target(plan, facts, node)
    for _ in range(ROUNDS):
        settle_roles(plan)
        for unit in units.values():
            injected = {slot.sites[0] for slot in unit.injected if slot.sites}
            unit.injected = []
            make_slots(evaluation, unit, units)
            restore_injected(unit, injected)
        if not share(units):
            break
    provide(units)
    set_aside(plan)
    refuse_raising(plan)
    close_refusals(plan)
    mark_graph_users(plan)
    plan_phases(plan)
    close_refusals(plan)
    return plan


def mark_graph_users(plan: Plan) -> None:
    """Which layers are called in graphs that sessions run: those below drivers and classes with placeholders."""
    pending = [unit for unit in plan.units.values() if unit.kind in ("driver", "holder")]
    while pending:
        unit = pending.pop()
        unit.in_graph = True
        for slot in unit.slots:
            if slot.target is not None and not slot.target.in_graph:
                slot.target.in_graph = True
                pending.append(slot.target)


RAISING = {
    "missing": "refused-reuse-missing",
    "exists": "refused-create-existing",
    "shape": "refused-shape-drift",
    "dtype": "refused-dtype-drift",
}


def refuse_raising(plan: Plan) -> None:
    """Lines at which TF1 raises. One that always does stays an error; a function that sometimes does stays as it
    is, since what the program does about the error is no longer there in Keras."""
    ev = plan.evaluation.ev
    concrete = [root for root in plan.evaluation.roots if root.concrete]
    for entry in (entry for root in concrete for entry in root.requests):
        if not entry.error:
            continue
        place = Place(
            entry.module.file, getattr(entry.node, "lineno", 1), getattr(entry.node, "col_offset", 0) + 1
        )
        finding = Finding(
            RAISING[entry.error], f"TF1 raises here: {entry.reason}", place, "warning", (), True
        )
        if id(entry.node) in ev.failing:
            plan.findings.append(finding)
            plan.extra.setdefault("raising", {})[id(entry.node)] = entry.reason
            continue
        definition = entry.activation.definition
        unit = plan.units.get(owner_key(definition, plan.units)) if definition is not None else None
        if unit is not None and unit.refused is None and not entry.activation.generic:
            unit.refused = finding


def outside_names(evaluation: Evaluation, facts: ModuleFacts) -> dict[str, str]:
    """Names that a module has for things outside, those that came by ``from module import *`` included."""
    names = evaluation.ev.module(facts).names
    return {name: value.name for name, value in names.items() if isinstance(value, External)}


def set_aside(plan: Plan) -> None:
    """A function that only uses something unmodelled holds nothing that could move: it is reported and stays."""
    for key, unit in list(plan.units.items()):
        if (
            unit.refused is not None
            and unit.refused.code == "refused-unmodelled"
            and not unit.slots
            and unit.kind != "passage"
        ):
            plan.findings.append(unit.refused)
            del plan.units[key]


def restore_injected(unit: Unit, sites: set[ast.Call]) -> None:
    """Keeps what was injected over a new grouping."""
    for slot in unit.slots:
        if any(site in sites for site in slot.sites):
            slot.phase = "injected"
            unit.injected.append(slot)


def text_of(plan: Plan, facts: ModuleFacts) -> SourceText:
    """The source text of a module, made once."""
    texts = plan.extra["texts"]
    if facts.file not in texts:
        texts[facts.file] = SourceText(facts)
    return texts[facts.file]  # type: ignore[no-any-return]


# -- roles -------------------------------------------------------------------------------------------------


def settle_roles(plan: Plan) -> None:
    """Roles depend on those of callees: repeated until nothing changes."""
    targets: dict[int, tuple[Unit, bool]] = {}
    for unit in plan.units.values():
        for event in own_events(unit, plan.units):
            if event.child is not None and event.child.definition is not None:
                target = plan.units.get(owner_key(event.child.definition, plan.units))
                if target is not None and event.child.definition is target.call:
                    targets[id(event.site)] = (target, event.child.definition.is_method)
    for _ in range(ROUNDS):
        changed = False
        for unit in plan.units.values():
            links = plan.extra["symbols"][unit.module.file].links
            changed |= assign_roles(plan.evaluation, unit, links, targets)
            set_default_name(unit, links)
            inherit_default_name(unit, targets)
        changed |= differing_arguments(plan)
        if not changed:
            return


def differing_arguments(plan: Plan) -> bool:
    """Configuration that differs between calls of one instance belongs to the call."""
    changed = False
    for unit in plan.units.values():
        seen: dict[Any, list[tuple[Event, dict[str, Any]]]] = {}
        values = all_values(unit)
        for event in own_events(unit, plan.units):
            if event.child is None or event.child.definition is None:
                continue
            target = plan.units.get(owner_key(event.child.definition, plan.units))
            if target is None or target.call is not event.child.definition:
                continue
            mine = {
                name: ident(event.arguments.get(name))
                for name, role in target.roles.items()
                if role == "init" and name not in target.first_only
            }
            for other, theirs in seen.setdefault(target.key, []):
                shared = other.child is not None and other.child.footprint() & event.child.footprint()
                if not shared or exclusive(event, other, values):
                    continue
                for name, value in mine.items():
                    if name in theirs and theirs[name] != value and target.roles[name] == "init":
                        target.roles[name] = "call"
                        changed = True
            seen[target.key].append((event, mine))
    return changed


def all_values(unit: Unit) -> dict[ast.AST, Any]:
    """The values of the unit's generic runs, nested functions and methods included."""
    found: dict[ast.AST, Any] = {}
    pending = list(unit.activations)
    while pending:
        run = pending.pop()
        found.update(run.values)
        pending.extend(event.child for event in run.events if event.child is not None and event.child.generic)
    return found


def set_default_name(unit: Unit, links: Any) -> None:
    """The scope name that is used when the caller gives none."""
    call = unit.call
    if call is None or not unit.name_parameter:
        return
    unit.default_name = ""
    default = default_of(call, unit.name_parameter)
    if isinstance(default, ast.Constant) and isinstance(default.value, str):
        unit.default_name = default.value
        return
    for node in ast.walk(call.node):
        if not isinstance(node, ast.Call):
            continue
        api = find(links.dotted(node.func) or "")
        if api is not None and any(
            isinstance(k.value, ast.Name) and k.value.id == unit.name_parameter for k in node.keywords
        ):
            unit.default_name = api.default_name
            return
        if links.dotted(node.func) in ("tf.variable_scope", "tf.variable_op_scope"):
            name = fallback_name(node, unit.name_parameter)
            if name:
                unit.default_name = name
                return


def inherit_default_name(unit: Unit, targets: dict[int, tuple[Unit, bool]]) -> None:
    """A name that is only handed on has the default of the function that it is handed to."""
    call = unit.call
    if call is None or not unit.name_parameter or unit.default_name:
        return
    for node in ast.walk(call.node):
        target, skip = targets.get(id(node), (None, False))
        if target is None or target.call is None or not target.default_name or not isinstance(node, ast.Call):
            continue
        names = target.call.parameters()[1 if skip else 0 :]
        given = {name: arg for name, arg in zip(names, node.args, strict=False)}
        given.update({keyword.arg: keyword.value for keyword in node.keywords if keyword.arg})
        argument = given.get(target.name_parameter)
        if isinstance(argument, ast.Name) and argument.id == unit.name_parameter:
            unit.default_name = target.default_name
            return


def fallback_name(node: ast.Call, parameter: str) -> str:
    """``bar`` of ``variable_scope(scope or "bar")`` and ``variable_scope(scope, "bar")``."""
    first = (
        node.args[0]
        if node.args
        else next((k.value for k in node.keywords if k.arg == "name_or_scope"), None)
    )
    if isinstance(first, ast.BoolOp) and isinstance(first.op, ast.Or):
        names = [v.id for v in first.values if isinstance(v, ast.Name)]
        texts = [v.value for v in first.values if isinstance(v, ast.Constant) and isinstance(v.value, str)]
        return texts[0] if parameter in names and texts else ""
    if isinstance(first, ast.Name) and first.id == parameter:
        second = (
            node.args[1]
            if len(node.args) > 1
            else next((k.value for k in node.keywords if k.arg == "default_name"), None)
        )
        if isinstance(second, ast.Constant) and isinstance(second.value, str):
            return second.value
    return ""


def default_of(definition: Definition, name: str) -> ast.expr | None:
    """The default of a parameter, as written."""
    arguments = definition.node.args  # type: ignore[union-attr]
    positional = [*arguments.posonlyargs, *arguments.args]
    for parameter, default in zip(
        positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True
    ):
        if parameter.arg == name:
            return default
    for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if parameter.arg == name:
            return default
    return None


# -- phases --------------------------------------------------------------------------------------------------


def creation_of(plan: Plan, unit: Unit) -> Creation:
    """The creation renderer of a unit, made once."""
    cache = plan.extra.setdefault("creations", {})
    if unit.key not in cache:
        symbols = plan.extra["symbols"][unit.module.file]
        made = Creation(plan.evaluation, unit, text_of(plan, unit.module), symbols.rule)
        symbols.values.update(made.values)
        cache[unit.key] = made
    return cache[unit.key]  # type: ignore[no-any-return]


def plan_phases(plan: Plan) -> None:
    """Where every instance is made."""
    for unit in plan.units.values():
        if unit.refused is not None:
            continue
        creation = creation_of(plan, unit)
        for slot in unit.slots:
            if unit.kind == "passage":
                slot.phase = "injected"
            try:
                if slot.phase == "injected":
                    plan_injected(creation, unit, slot)
                    continue
                plan_slot(creation, unit, slot)
            except RefusedCall as error:
                unit.refused = refused(unit, error)
                break
            if slot.phase == "compact" and not unit.is_layer and unit.refused is None:
                refuse_driver(unit, slot)
        drop_inline(unit)
        gather_weights(creation, unit)
        if unit.compact:
            for slot in unit.slots:
                if slot.phase == "build":
                    slot.phase, slot.reason = "compact", "a compact layer has no build"


def drop_inline(unit: Unit) -> None:
    """A layer without variables that is better a plain function needs no attribute."""
    for slot in list(unit.slots):
        if slot.stateless and slot.form is not None and not slot.form.parts:
            unit.slots.remove(slot)
            for site in slot.sites:
                unit.site_slots.pop(id(site), None)


def gather_weights(creation: Creation, unit: Unit) -> None:
    """Weights stand together: when one needs the shape of an input, all are made in ``build``."""
    weights = [slot for slot in unit.slots if slot.kind == "weight" and slot.phase in ("init", "build")]
    if unit.refused is None and any(slot.phase == "build" for slot in weights):
        for slot in weights:
            plan_slot(creation, unit, slot, in_build=True)


def refuse_driver(unit: Unit, slot: Any) -> None:
    """A driver cannot make an instance at first use."""
    if slot.kind == "weight" and unit.kind == "driver":
        slot.phase = "kept"
        return
    site = slot.sites[0]
    place = Place(slot.events[0].module.file, site.lineno, site.col_offset + 1)
    message = f"the instance for {slot.template or slot.attribute} cannot be made before its first use: {slot.reason}"
    unit.refused = Finding("refused-no-owner", message, place, "warning", (), True)


# -- refusals ------------------------------------------------------------------------------------------------


def close_refusals(plan: Plan) -> None:
    """A unit that stays TF1 code keeps what it calls, and what calls it, as TF1 code."""
    edges: dict[str, set[str]] = {key: set() for key in plan.units}
    for unit in plan.units.values():
        for event in own_events(unit, plan.units):
            if event.child is not None and event.child.definition is not None:
                other = owner_key(event.child.definition, plan.units)
                if other in edges:
                    edges[unit.key].add(other)
                    edges[other].add(unit.key)
    pending = [unit for unit in plan.units.values() if unit.refused is not None]
    while pending:
        unit = pending.pop()
        for key in edges[unit.key]:
            other = plan.units[key]
            if other.refused is None:
                assert unit.refused is not None
                place = Place(other.module.file, other.definition.line if other.definition else 1)
                message = f"it belongs together with {unit.key}, which stays as it is ({unit.refused.place})"
                other.refused = Finding(
                    "refused-neighbour", message, place, "warning", (unit.refused.place,), True
                )
                pending.append(other)


# -- references ------------------------------------------------------------------------------------------------


def reference_target(plan: Plan, facts: ModuleFacts, node: ast.AST) -> Unit | None:
    """The unit that a name or dotted name of a module means, if it became a class of another name."""
    value = static_value(plan, facts, node)
    definition = getattr(value, "definition", None)
    if definition is None or isinstance(value, InstanceVal):
        return None
    unit = plan.units.get(definition.key)
    if unit is None or unit.kind != "function" or definition.is_method or unit.refused is not None:
        return None
    return unit if unit.class_name != definition.name else None


def static_value(plan: Plan, facts: ModuleFacts, node: ast.AST) -> Any:
    """What a name or dotted name stands for at module level."""
    if isinstance(node, ast.Name):
        return plan.evaluation.ev.module(facts).names.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = static_value(plan, facts, node.value)
        if isinstance(owner, ModuleVal):
            return owner.names.get(node.attr)
    return None


__all__ = ["ClassVal", "FunctionVal", "make_plan"]
