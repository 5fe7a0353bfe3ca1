"""From an evaluated program to a plan: units, roles, slots, owners, phases, refusals."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.branches import exclusive
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.default_names import inherit_default_name, set_default_name
from tf1to2reuse.plan.handed_down import find_flags, hand_down, refuse_differing
from tf1to2reuse.plan.handing import hand_instances, refuse_called_outside, refuse_escaping, refuse_unwritten
from tf1to2reuse.plan.inheritance import refuse_replaced
from tf1to2reuse.plan.layer_objects import refuse_foreign_calls
from tf1to2reuse.plan.model import Plan, Slot, Unit
from tf1to2reuse.plan.moving_names import refuse_moving_names
from tf1to2reuse.plan.nested import Captured, nested_unit, splittable
from tf1to2reuse.plan.old_names import refuse_old_calls
from tf1to2reuse.plan.optimizers import note_names
from tf1to2reuse.plan.phases import plan_injected, plan_slot
from tf1to2reuse.plan.placed import place_objects
from tf1to2reuse.plan.proof import Proof, prove, refuse_unproven, sharing_sites
from tf1to2reuse.plan.refusals import (
    RefusedCallError,
    close_refusals,
    own_error,
    refuse_caller_options,
    refuse_copied,
    refuse_decorated,
    refuse_driver,
    refuse_graph_only,
    refuse_kept_results,
    refuse_raising,
    refuse_results,
    refuse_templates,
    refuse_unfollowed,
    refused,
    set_aside,
)
from tf1to2reuse.plan.retries import Retries, find_retries
from tf1to2reuse.plan.roles import assign_roles
from tf1to2reuse.plan.sharing import provide, share
from tf1to2reuse.plan.slots import make_slots
from tf1to2reuse.plan.symbols import SymbolRules
from tf1to2reuse.plan.tensor_names import note_tensor_names
from tf1to2reuse.plan.units import all_values, find_units, own_events, owner_key
from tf1to2reuse.scopes.evaluator import OWN_ERRORS
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import External, Sym, Tensor, ident

ROUNDS = 12


def make_plan(evaluation: Evaluation) -> Plan:
    """The plan of a whole program; made again where a nested function has to be a class first."""
    split: dict[Definition, Captured] = {}
    retries = find_retries(evaluation)
    while True:
        nested = [nested_unit(evaluation, d, names) for d, names in split.items()]
        plan = plan_units(evaluation, nested, retries)
        more = {d: names for d, names in splittable(plan).items() if d not in split}
        if not more:
            return plan
        split.update(more)


def plan_units(evaluation: Evaluation, nested: Sequence[Unit], retries: Retries) -> Plan:
    """One plan, with classes for these nested functions."""
    units = find_units(evaluation, nested)
    find_flags(units)
    plan = Plan(evaluation, units, retries=retries)
    plan.symbols = {
        file: SymbolRules(evaluation.program, facts, outside_names(evaluation, facts))
        for file, facts in evaluation.program.modules.items()
    }
    for symbols in plan.symbols.values():
        symbols.observed = evaluation.ev.observed
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
    refuse_replaced(units)
    set_aside(plan)
    note_names(plan)
    note_tensor_names(plan)
    refuse_raising(plan)
    refuse_templates(plan)
    refuse_copied(plan)
    refuse_unfollowed(plan)
    refuse_moving_names(plan)
    refuse_decorated(plan)
    refuse_kept_results(plan)
    refuse_results(plan)
    refuse_caller_options(plan)
    close_refusals(plan)
    mark_graph_users(plan)
    refuse_graph_only(plan)
    refuse_differing(plan)
    hand_down(plan, creation_of)
    close_refusals(plan)
    plan_phases(plan)
    close_refusals(plan)
    place_objects(plan)
    close_refusals(plan)
    proofs = settle_refusals(plan)
    plan.sharing_sites = sharing_sites(proofs)
    return plan


def settle_refusals(plan: Plan) -> list[Proof]:
    """What is refused may be what others rest on: checked until nothing more is refused."""
    while True:
        before = sum(unit.refused is not None for unit in plan.units.values())
        hand_instances(plan)
        refuse_escaping(plan)
        refuse_called_outside(plan)
        refuse_unwritten(plan)
        refuse_old_calls(plan)
        refuse_foreign_calls(plan)
        close_refusals(plan)
        proofs = prove(plan)
        refuse_unproven(proofs)
        close_refusals(plan)
        if before == sum(unit.refused is not None for unit in plan.units.values()):
            return proofs


def mark_graph_users(plan: Plan) -> None:
    """Marks layers called in graphs that sessions run: those below drivers and classes with placeholders."""
    pending = [unit for unit in plan.units.values() if unit.kind in ("driver", "holder")]
    while pending:
        unit = pending.pop()
        unit.in_graph = True
        for slot in unit.slots:
            if slot.target is not None and not slot.target.in_graph:
                slot.target.in_graph = True
                pending.append(slot.target)


def outside_names(evaluation: Evaluation, facts: ModuleFacts) -> dict[str, str]:
    """Names that a module has for things outside, those that came by ``from module import *`` included."""
    names = evaluation.ev.module(facts).names
    return {name: value.name for name, value in names.items() if isinstance(value, External)}


def restore_injected(unit: Unit, sites: set[ast.Call]) -> None:
    """Keeps what was injected over a new grouping."""
    for slot in unit.slots:
        if any(site in sites for site in slot.sites):
            slot.phase = "injected"
            unit.injected.append(slot)


def text_of(plan: Plan, facts: ModuleFacts) -> SourceText:
    """The source text of a module, made once."""
    if facts.file not in plan.texts:
        plan.texts[facts.file] = SourceText(facts)
    return plan.texts[facts.file]


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
            links = plan.symbols[unit.module.file].links
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
                shared = other.child is not None and other.variables & event.variables
                if not shared or exclusive(event, other, values):
                    continue
                for name, value in mine.items():
                    if name in theirs and theirs[name] != value and target.roles[name] == "init":
                        target.roles[name] = "call"
                        changed = True
            seen[target.key].append((event, mine))
    return changed


def creation_of(plan: Plan, unit: Unit) -> Creation:
    """The creation renderer of a unit, made once."""
    if unit.key not in plan.creations:
        symbols = plan.symbols[unit.module.file]
        made = Creation(plan.evaluation, unit, text_of(plan, unit.module), symbols)
        symbols.values.update(made.values)
        made.source_of = lambda facts: (text_of(plan, facts), plan.symbols[facts.file])
        plan.creations[unit.key] = made
    return plan.creations[unit.key]


def plan_phases(plan: Plan) -> None:
    """Where every instance is made."""
    for unit in plan.units.values():
        if unit.refused is not None:
            continue
        creation = creation_of(plan, unit)
        for slot in unit.slots:
            if slot.kind == "weight" and unit.keeps_weights:
                slot.phase = "kept"
                continue
            if unit.kind == "passage":
                slot.phase = "injected"
            try:
                if slot.phase == "injected":
                    plan_injected(creation, unit, slot)
                    continue
                plan_slot(creation, unit, slot)
            except RefusedCallError as error:
                unit.refused = refused(unit, error)
                break
            except OWN_ERRORS as error:
                unit.refused = own_error(unit, error)
                break
            if slot.phase == "compact" and not unit.is_layer and unit.refused is None:
                refuse_driver(unit, slot)
        drop_inline(unit)
        gather_weights(creation, unit)
        if unit.compact:
            for slot in unit.slots:
                if slot.phase == "build":
                    slot.phase, slot.reason = "compact", "a compact layer has no build"


def is_plain_dropout(unit: Unit, slot: Slot) -> bool:
    """Whether dropout is better a function: the call brings its rate, or a session's graph its flag."""
    if not slot.api.endswith(".dropout"):
        return False
    flags = [event.arguments.get(name) for event in slot.events for name in ("training", "is_training")]
    fed = any(isinstance(flag, Tensor) or (isinstance(flag, Sym) and flag.op == "param") for flag in flags)
    return slot.phase == "compact" or (unit.in_graph and fed)


def drop_inline(unit: Unit) -> None:
    """A layer without variables that is better a plain function needs no attribute."""
    for slot in list(unit.slots):
        plain = slot.form is not None and not slot.form.parts
        late = (
            slot.phase == "compact"
        )  # its arguments are known only in the call, where it may be made as well
        if slot.stateless and (plain or late or is_plain_dropout(unit, slot)):
            unit.slots.remove(slot)
            for site in slot.sites:
                unit.site_slots.pop(id(site), None)


def gather_weights(creation: Creation, unit: Unit) -> None:
    """Weights stand together: when one needs the shape of an input, all are made in ``build``."""
    weights = [slot for slot in unit.slots if slot.kind == "weight" and slot.phase in ("init", "build")]
    if unit.refused is None and any(slot.phase == "build" for slot in weights):
        for slot in weights:
            plan_slot(creation, unit, slot, in_build=True)
