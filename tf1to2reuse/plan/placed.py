"""Objects that make their own networks, and the scopes in which the program makes these objects.

The class of such an object is not called, so that no part of its maker stands for it. The manifest has to say
all the same which scope each object was made in: its variables lie there, ``global/h`` and ``local/h``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tf1to2reuse.plan.branches import opposite
from tf1to2reuse.plan.layer_objects import Held, held_in, held_target
from tf1to2reuse.plan.model import Plan, Slot, Unit
from tf1to2reuse.plan.templates import UNKNOWN, family_template, template_of
from tf1to2reuse.plan.units import owner_key, target_of
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.trace import Activation, Event


def place_objects(plan: Plan) -> None:
    """Gives every unit the slots of the objects that it makes in a scope, and of what such objects make."""
    made = {key: objects_made(plan, unit) for key, unit in plan.units.items()}
    scoped = {id(target) for events in made.values() for e, target in events if e.path}
    pending = [unit for unit in plan.units.values() if id(unit) in scoped]
    while pending:
        for _, target in made[pending.pop().key]:
            if id(target) not in scoped:
                scoped.add(id(target))
                pending.append(target)
    for key, unit in plan.units.items():
        sites: dict[int, list[Event]] = {}
        targets: dict[int, Unit] = {}
        for event, target in made[key]:
            if id(target) in scoped and target.refused is None:
                sites.setdefault(id(event.site), []).append(event)
                targets[id(event.site)] = target
        for site, events in sites.items():
            slot = placed(unit, targets[site], events)
            if slot is not None:
                add(unit, keeper(unit, events[0], id(unit) in scoped), slot)


def objects_made(plan: Plan, unit: Unit) -> list[tuple[Event, Unit]]:
    """The objects with networks of their own, and the calls of drivers, in a unit's own lines."""
    if unit.kind == "passage" or unit.refused is not None:
        return []
    return [pair for run in unit.activations for pair in made_below(plan, unit, run)]


def made_below(plan: Plan, unit: Unit, run: Activation) -> Iterator[tuple[Event, Unit]]:
    """Those of one run, and of the functions below it that are no units."""
    for event in run.events:
        if event.child is None or event.child.definition is None or not event.child.scoped:
            continue
        owner = plan.units.get(owner_key(event.child.definition, plan.units))
        target = target_of(event, plan.units)
        if owner is None or owner is unit:
            yield from made_below(plan, unit, event.child)
        elif target is not None and (is_made(event, target) or target.kind == "driver"):
            yield event, target


def is_made(event: Event, target: Unit) -> bool:
    """Whether an event makes an object that holds layers and is not called."""
    return event.kind == "construct" and target.kind == "holder"


def placed(unit: Unit, target: Unit, events: list[Event]) -> Slot | None:
    """The slot of the objects that one line makes; None, and the unit is refused, where there can be none."""
    first = events[0]
    if target.kind == "driver":
        if any(event.path for event in events):
            refuse(unit, first, f"`{target.key}` is called in a scope, and nothing keeps what it makes there")
        return None
    held = held_by(unit, first.site)
    if held is None:
        refuse(unit, first, f"nothing of this code keeps the `{target.class_name}` of this scope")
        return None
    template = template_of(unit, first, held.many)
    if held.many and len({event.path for event in events}) > 1:
        template = family_template(events, template, named=False)
    several = len({event.path for event in events}) > 1 and not held.many
    if UNKNOWN in template or several:
        refuse(unit, first, f"the scope of this `{target.class_name}` is known only at run time")
        return None
    slot = Slot(held.name, "layer", events, template, target, phase="kept", attributes=[held.name])
    slot.kept, slot.many, slot.key = True, held.many, held.key
    return slot


def keeper(unit: Unit, event: Event, scoped: bool) -> str:
    """The key of what keeps an object: the unit, or the method whose local name it is; empty where the scope
    that the method is called in is not known."""
    if is_local(unit, event.site) and event.definition is not None:
        return "" if scoped else event.definition.key
    return unit.key


def is_local(unit: Unit, site: ast.Call) -> bool:
    """Whether a method of a class keeps an object in a local name."""
    owned = unit.definition is not None and unit.definition.is_class
    return owned and isinstance(held_target(unit, site), ast.Name)


def add(unit: Unit, key: str, slot: Slot) -> None:
    """Adds a slot; one name that keeps two objects one after the other says of none where it was made."""
    if not key:
        refuse(unit, slot.events[0], f"the scope of `{slot.attribute}` is known only at run time")
    for other in unit.placed.setdefault(key, []):
        if other.attribute == slot.attribute and not slot.many and slot.key == other.key:
            arms = opposite(other.events[0].branches, slot.events[0].branches)
            if not arms or other.template != slot.template:
                refuse(unit, slot.events[0], f"`{slot.attribute}` keeps objects of several scopes")
    unit.placed[key].append(slot)


def held_by(unit: Unit, site: ast.Call) -> Held | None:
    """Where a unit keeps an object: an attribute of its own objects, or a local name."""
    target = held_target(unit, site)
    if isinstance(target, ast.Attribute):
        owned = unit.definition is not None and unit.definition.is_class
        itself = isinstance(target.value, ast.Name) and target.value.id == "self"
        return held_in(unit, site) if owned and itself else None
    return held_in(unit, site)


def refuse(unit: Unit, event: Event, message: str) -> None:
    """Leaves a unit as it is."""
    if unit.refused is None:
        place = Place(event.module.file, event.site.lineno, event.site.col_offset + 1)
        unit.refused = Finding("refused-unresolved-name", message, place, "warning", (), True)
