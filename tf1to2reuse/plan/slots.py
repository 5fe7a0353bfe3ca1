"""Groups the events of a unit by the variables they stand for: one slot, one attribute per group."""

from __future__ import annotations

import ast
from typing import Any

from tf1to2reuse.plan.branches import exclusive
from tf1to2reuse.plan.layer_objects import settle_objects, stays
from tf1to2reuse.plan.model import Slot, SlotKind, Unit
from tf1to2reuse.plan.naming import snake_case, unused
from tf1to2reuse.plan.slot_names import (
    distinct_bases,
    held_as,
    lonely_scopes,
    replaced_functions,
    scope_around,
    taken_names,
)
from tf1to2reuse.plan.templates import (
    UNKNOWN,
    family_template,
    given_scope,
    path_template,
    symbols_in,
    template_of,
)
from tf1to2reuse.plan.units import all_values, own_events, owner_key, target_of
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.roots import Evaluation, below
from tf1to2reuse.scopes.trace import Event, Variable
from tf1to2reuse.scopes.values import Path, Sym, Text, ident, show


def make_slots(evaluation: Evaluation, unit: Unit, units: dict[str, Unit]) -> None:
    """Fills ``unit.slots`` in the order of first use."""
    refuse_cut_short(unit)
    unit.slots, unit.site_slots, unit.plain = [], {}, {}
    groups: list[tuple[Any, list[Event]]] = []
    made: list[Event] = []
    called: list[Event] = []
    for event in own_events(unit, units):
        owner = target_of(event, units)
        if owner is not None and owner.kind == "object":
            (made if event.kind == "construct" else called).append(event)
            continue
        if (
            owner is not None
            and owner.kind == "constructor"
            and owner is not unit
            and event.kind != "construct"
        ):
            continue  # a method of what the constructor's call returned
        if event.kind == "unmodelled":
            refuse(unit, event, "refused-unmodelled", event.reason)
            continue
        if event.kind in ("use", "cell"):
            continue
        if event.kind == "object" and (not event.uses or stays(evaluation, unit, event) is not None):
            place_stateless(groups, event)
            continue
        if event.kind == "layer" and not event.uses:
            unit.plain.setdefault(id(event.site), event)
            if unit.is_layer:
                place_stateless(groups, event)
            continue
        if not place_in_group(groups, event, units):
            refuse(
                unit,
                event,
                "refused-partial-sharing",
                "two calls of one function share some of its variables but not all",
            )
    merge_rounds(groups)
    replaced = replaced_functions(unit, units, [event for _, events in groups for event in events])
    taken = taken_names(unit, replaced)
    relatives = [units[key] for key in unit.ancestors if key in units]
    for base in relatives:
        taken |= taken_names(base) | {name for slot in base.slots for name in slot.attributes}
    slots: set[str] = set()
    unit.lonely = lonely_scopes(groups)
    unit.bases = distinct_bases(unit, units, [events for _, events in groups])
    for slot in [s for _, events in groups for s in group_slots(unit, units, events, (taken, slots))]:
        if "{item:" in slot.template and any(paths_of(e) & evaluation.auto_reused for e in slot.events):
            unresolved_name(unit, slot)  # an element that comes twice would stand for one instance
        unit.slots.append(slot)
        for site in slot.sites:
            other = unit.site_slots.get(id(site))
            if other is not None and other is not slot:
                if slot.api == "tf.Variable" and not unit.is_layer:
                    continue  # stays a variable of TF1, as many as there are
                if not by_name(unit, other, slot):
                    conflict(unit, site, other, slot)
                continue
            unit.site_slots[id(site)] = slot
    settle_objects(evaluation, unit)
    unit.slots = [
        slot for slot in unit.slots if any(unit.site_slots.get(id(site)) is slot for site in slot.sites)
    ]
    object_slots(unit, units, made, called, (taken, slots))


def group_slots(
    unit: Unit,
    units: dict[str, Unit],
    events: list[Event],
    names: tuple[set[str], set[str]],
) -> list[Slot]:
    """The slot of a group; one slot of that name for each of opposite arms that create differently."""
    first = make_slot(unit, units, events, names)
    if first.loop is not None or first.target is None:
        return [first]
    values = all_values(unit)
    variants: list[list[Event]] = []
    for event in events:
        place = next(
            (
                v
                for v in variants
                if not exclusive(event, v[0], values) or same_creation(first.target, event, v[0])
            ),
            None,
        )
        if place is None:
            variants.append([event])
        else:
            place.append(event)
    if len(variants) == 1:
        return [first]
    return [
        Slot(
            first.attribute,
            first.kind,
            group,
            first.template,
            first.target,
            first.api,
            attributes=[first.attribute],
        )
        for group in variants
    ]


def same_creation(target: Unit, one: Event, two: Event) -> bool:
    """Whether two calls would create an instance with the same arguments."""
    names = [name for name, role in target.roles.items() if role == "init" and name not in target.first_only]
    return all(ident(one.arguments.get(name)) == ident(two.arguments.get(name)) for name in names)


def object_slots(
    unit: Unit,
    units: dict[str, Unit],
    made: list[Event],
    called: list[Event],
    names: tuple[set[str], set[str]],
) -> None:
    """Objects that the program makes itself and calls later: the scope at the call is their place."""
    by_site: dict[int, list[Event]] = {}
    for event in made:
        by_site.setdefault(id(event.site), []).append(event)
    for events in by_site.values():
        instances = {id(event.child.bound) for event in events if event.child is not None}
        uses = [event for event in called if event.child is not None and id(event.child.bound) in instances]
        places = {event.path for event in uses}
        site = events[0].site
        if len(places) > 1:
            refuse(
                unit,
                events[0],
                "refused-several-places",
                f"`{ast.unparse(site)}` is called in several scopes",
            )
            continue
        target = target_of(events[0], units)
        assert target is not None
        kept = not unit.is_layer or unit.kind == "object"
        attribute = held_as(unit, site) or ""
        if not attribute or not kept:
            attribute = unused(attribute or snake_case(target.class_name), *names, "layer")
        names[1].add(attribute)
        template = template_of(unit, uses[0], False) if uses else ""
        slot = Slot(
            attribute,
            "layer",
            events,
            template,
            target,
            phase="kept" if kept else "init",
            attributes=[attribute],
        )
        slot.kept = kept
        slot.many = len(instances) > 1
        unit.slots.append(slot)
        unit.site_slots[id(site)] = slot


def is_named(event: Event) -> bool:
    """Whether a layer call gives the layer a name of its own."""
    return any(isinstance(event.arguments.get(role), str | Text) for role in ("name", "scope"))


def unresolved_name(unit: Unit, slot: Slot) -> None:
    """A name that is computed: kept by that name at first use where the unit is a layer, else refused.

    A weight of code that drives stays a variable of TF1 anyway, whatever its name is.
    """
    if slot.kind == "weight" and unit.keeps_weights:
        return
    if unit.is_layer and unit.kind != "object":
        slot.forced = "its name is computed in the call"
    else:
        refuse(
            unit,
            slot.events[0],
            "refused-unresolved-name",
            "the name of this instance is known only at run time",
        )


def refuse_cut_short(unit: Unit) -> None:
    """A function whose evaluation was cut short may ask for more variables than were seen."""
    runs = [run for top in unit.activations if top.scoped for run in below(top)]
    cut = next((run for run in runs if run.truncated), None)
    if cut is None or unit.refused is not None:
        return
    line = cut.definition.line if cut.definition is not None else 1
    message = f"the evaluation of this code ends early ({cut.truncated}): not all of its variables are known"
    unit.refused = Finding("refused-cut-short", message, Place(cut.module.file, line), "warning", (), True)


def refuse(unit: Unit, event: Event, code: str, message: str) -> None:
    """Leaves a unit as it is, for the first reason found."""
    if unit.refused is None:
        place = Place(event.module.file, event.site.lineno, event.site.col_offset + 1)
        unit.refused = Finding(code, message, place, "warning", (), True)


def by_name(unit: Unit, first: Slot, second: Slot) -> bool:
    """One line of a nested function for several instances that differ in the name given: kept by name."""
    events = [*first.events, *second.events]
    name = (first.target.name_parameter if first.target is not None else "") or ""
    around = {scope_around(event) for event in events}
    given = {ident(event.arguments.get(name)) for event in events}
    if (
        not unit.is_layer
        or not name
        or len(around) != 1
        or len(given) < 2
        or first.target is not second.target
    ):
        return False
    if any(set(first.sites) ^ set(second.sites)):
        return False
    first.events.extend(second.events)
    first.forced = "one line of a nested function makes several of these, by name"
    return True


def conflict(unit: Unit, site: ast.Call, first: Slot, second: Slot) -> None:
    """One line that stands for several instances without a loop of its own around it."""
    if unit.refused is None:
        place = Place(unit.module.file, site.lineno, site.col_offset + 1)
        paths = f"{show(first.events[0].path)} and {show(second.events[0].path)}"
        message = f"this line resolves to {paths} in one call of the function, and no loop tells them apart"
        unit.refused = Finding("refused-several-instances", message, place, "warning", (), True)


def place_stateless(groups: list[tuple[Any, list[Event]]], event: Event) -> None:
    """A layer without variables is one attribute for each line that calls it."""
    for _, events in groups:
        if events[0].site is event.site:
            events.append(event)
            return
    groups.append((("stateless", event.api, frozenset()), [event]))


def place_in_group(groups: list[tuple[Any, list[Event]]], event: Event, units: dict[str, Unit]) -> bool:
    """Adds an event to the group that it shares variables with, or opens one. False when it shares only in
    part: one line of the callee stands for one variable in the one call and for another in the other."""
    key = event_key(event, units)
    for other, events in groups:
        if same_instance(key, other):
            mine, theirs = places_of(event), places_of(events[0])
            consistent = all(theirs[line] == paths for line, paths in mine.items() if line in theirs)
            events.append(event)
            return consistent
    groups.append((key, [event]))
    return True


def places_of(event: Event) -> dict[Any, set[Path]]:
    """For every line below an event the paths that it asked for there, by the lines that led to it."""
    found: dict[Any, set[Path]] = {}

    def collect(one: Event, trail: tuple[Any, ...]) -> None:
        here = (*trail, id(one.site), tuple(index for _, index in one.loops))
        for use in one.uses:
            found.setdefault((here, use.leaf), set()).add(use.path)
        for inner in one.child.events if one.child is not None else ():
            collect(inner, here)

    for inner in event.child.events if event.child is not None else ():
        collect(inner, ())
    return found


def event_key(event: Event, units: dict[str, Unit]) -> tuple[str, str, frozenset[Variable]]:
    """What an event stands for: its kind, what it calls, and the variables below."""
    if event.child is not None:
        assert event.child.definition is not None
        return ("layer", owner_key(event.child.definition, units), event.variables)
    return (event.kind, event.api, event.variables)


def same_instance(
    one: tuple[str, str, frozenset[Variable]], two: tuple[str, str, frozenset[Variable]]
) -> bool:
    """Whether two events are calls of one instance: the same callee, and common variables."""
    return one[:2] == two[:2] and bool(one[2] & two[2])


def merge_rounds(groups: list[tuple[Any, list[Event]]]) -> None:
    """Events of one line in an unrolled loop with different paths become one family."""
    merged: dict[tuple[int, str], int] = {}
    result: list[tuple[Any, list[Event]]] = []
    for key, events in groups:
        if len({id(event.site) for event in events}) == 1 and events[0].loops:
            mark = (id(events[0].site), key[1])
            if mark in merged and rounds_differ(result[merged[mark]][1], events):
                result[merged[mark]][1].extend(events)
                continue
            merged.setdefault(mark, len(result))
        result.append((key, events))
    groups[:] = result


def rounds_differ(one: list[Event], two: list[Event]) -> bool:
    """Whether the two groups come from different rounds of a loop."""
    return {event.loops for event in one}.isdisjoint({event.loops for event in two})


def make_slot(
    unit: Unit,
    units: dict[str, Unit],
    events: list[Event],
    names: tuple[set[str], set[str]],
) -> Slot:
    """One slot with its name and its path in the manifest."""
    first = events[0]
    target = (
        units.get(owner_key(first.child.definition, units))
        if first.child is not None and first.child.definition
        else None
    )
    kind: SlotKind = "weight" if first.kind == "weight" else "layer" if target is not None else "keras"
    loop = family_loop(events)
    template = template_of(unit, first, loop is not None)
    scope = given_scope(target, first)
    if scope is not None:  # the instance has the last name of that scope
        template = path_template(unit, scope.name, loop is not None).rpartition("/")[0]
    stateless = kind == "keras" and not first.uses
    base = unit.bases[id(events)]
    attribute = unused(base, *names, "weight" if kind == "weight" else "layer")
    names[1].add(attribute)
    if loop is not None:
        template = family_template(events, template, named=kind == "keras" and is_named(first))
    slot = Slot(attribute, kind, events, template, target, first.api, loop=loop, attributes=[attribute])
    slot.stateless = stateless
    if UNKNOWN in template and not stateless:
        unresolved_name(unit, slot)
    return slot


def family_loop(events: list[Event]) -> ast.AST | None:
    """The loop that a family of instances runs over: innermost one whose index is in the paths."""
    paths = {frozenset(paths_of(event)) for event in events}
    shared = [
        (node, index) for node, index in events[0].loops if all((node, index) in e.loops for e in events)
    ]
    if len(paths) > 1 and not any(isinstance(index, Sym) and runs_over(paths, index) for _, index in shared):
        first, others = events[0], events[1:]
        for index in range(len(first.loops) - 1, -1, -1):
            node: ast.AST = first.loops[index][0]
            if any(
                index < len(o.loops)
                and o.loops[index][0] is node
                and o.loops[index][1] != first.loops[index][1]
                for o in others
            ):
                return node
        return None
    for node, index in reversed(shared):
        if isinstance(index, Sym) and runs_over(paths, index):
            return node
    return None


def runs_over(paths: set[frozenset[Path]], index: Sym) -> bool:
    """Whether a loop's index is in the paths of every one of some events."""
    return all(any(index in symbols_in(part) for path in one for part in path) for one in paths)


def paths_of(event: Event) -> set[Path]:
    """Variable paths of an event and below."""
    if event.child is not None:
        return set(event.child.footprint())
    return {use.path for use in event.uses} | {event.path}
