"""Sharing between units: an instance that several of them use belongs to the code that calls them all.

Where every instance of a function is shared like that, the function stays a function and is handed the
instances (a *passage*). Where only some are, its class takes those as constructor arguments.
"""

from __future__ import annotations

from tf1to2reuse.plan.branches import opposite
from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.naming import unused
from tf1to2reuse.plan.slot_names import taken_names
from tf1to2reuse.plan.slots import event_key
from tf1to2reuse.plan.units import own_events
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.trace import Event, Variable
from tf1to2reuse.scopes.values import show


def share(units: dict[str, Unit]) -> bool:
    """Finds instances used by several units below one. True when units changed and must be planned anew."""
    for unit in units.values():
        if unit.refused is not None:
            continue
        for first, second in overlapping(unit):
            if resolve(units, unit, first, second):
                return True
    return False


def overlapping(unit: Unit) -> list[tuple[Slot, Slot]]:
    """Pairs of slots of a unit that stand for common variables."""
    pairs = []
    prints = [(slot, footprint(slot) - handed(slot)) for slot in unit.slots]
    for index, (one, paths) in enumerate(prints):
        for two, others in prints[index + 1 :]:
            if paths & others and one.attribute != two.attribute and not never_both(one, two):
                pairs.append((one, two))
    return pairs


def never_both(one: Slot, two: Slot) -> bool:
    """Whether two instances never exist in one run: each line of the one stands opposite to the other's."""
    return all(opposite(a.branches, b.branches) for a in one.events for b in two.events)


def footprint(slot: Slot) -> frozenset[Variable]:
    """All variables of a slot's events."""
    found: set[Variable] = set()
    for event in slot.events:
        found |= event.variables
    return frozenset(found)


def handed(slot: Slot) -> frozenset[Variable]:
    """The variables of instances that the called unit is handed already."""
    found: set[Variable] = set()
    if slot.target is None or not slot.target.injected:
        return frozenset()
    known = {slot.target.key: slot.target, **all_targets(slot.target)}
    for event in slot.events:
        if event.child is None:
            continue
        for inner in own_events(slot.target, known, event.child):
            held = slot.target.site_slots.get(id(inner.site))
            if held is not None and held.phase == "injected":
                found |= inner.variables
    return frozenset(found)


def resolve(units: dict[str, Unit], unit: Unit, one: Slot, two: Slot) -> bool:
    """Makes the common instances of two slots arguments of the units that only use them."""
    common = (footprint(one) - handed(one)) & (footprint(two) - handed(two))
    changed = False
    for slot in (one, two):
        if slot.target is None and slot.kind == "keras":
            continue
        if slot.target is None or (footprint(slot) <= common and whole(slot, one, two, units)):
            continue
        inner = shared_slots(slot, common)
        if inner is None:
            return refuse(unit, slot, common)
        changed |= inject(slot.target, inner)
    return changed or refuse(unit, two, common)


def whole(slot: Slot, one: Slot, two: Slot, units: dict[str, Unit]) -> bool:
    """Whether a slot is itself the shared instance: the other reaches the same callee below."""
    other = two if slot is one else one
    if other.target is None:
        return False
    wanted = {event_key(event, units)[1] for event in slot.events}
    return any(event_key(event, units)[1] in wanted for event in below(other, units))


def below(slot: Slot, units: dict[str, Unit]) -> list[Event]:
    """All calls of units under a slot."""
    found: list[Event] = []
    for event in slot.events:
        if event.child is None or slot.target is None:
            continue
        for inner in own_events(slot.target, units, event.child):
            found.append(inner)
    return found


def shared_slots(slot: Slot, common: frozenset[Variable]) -> list[Slot] | None:
    """The slots of the called unit that stand for the common variables; None when one stands for more."""
    assert slot.target is not None
    found: list[Slot] = []
    for event in slot.events:
        if event.child is None:
            return None
        for inner in own_events(
            slot.target, {slot.target.key: slot.target, **all_targets(slot.target)}, event.child
        ):
            held = slot.target.site_slots.get(id(inner.site))
            paths = inner.variables
            if held is None or not paths & common:
                continue
            if not paths <= common or held.kind == "weight" or held.loop is not None:
                return None
            if held not in found:
                found.append(held)
    return found or None


def all_targets(unit: Unit) -> dict[str, Unit]:
    """The units that a unit calls, by key."""
    return {slot.target.key: slot.target for slot in unit.slots if slot.target is not None}


def inject(target: Unit, inner: list[Slot]) -> bool:
    """Turns slots of a unit into arguments; a unit left without any of its own becomes a passage."""
    fresh = [slot for slot in inner if slot.phase != "injected"]
    if not fresh:
        return False
    rest = [
        slot for slot in target.slots if slot not in inner and slot.phase != "injected" and not slot.stateless
    ]
    if not rest and target.kind == "function":
        target.kind = "passage"
        return True
    for slot in fresh:
        slot.phase = "injected"
        target.injected.append(slot)
    return True


def refuse(unit: Unit, slot: Slot, common: frozenset[Variable]) -> bool:
    """Sharing that has no owner a reader would understand."""
    site = slot.sites[0]
    place = Place(slot.events[0].module.file, site.lineno, site.col_offset + 1)
    paths = ", ".join(sorted({show(path) for _, path in common})[:3])
    message = f"{paths} is shared with another line of {unit.key} through a part of what is called here"
    unit.refused = Finding("refused-partial-sharing", message, place, "warning", (), True)
    return True


def provide(units: dict[str, Unit]) -> None:
    """Gives every user of a class with injected instances a slot of its own for each of them."""
    for _ in range(len(units) + 1):
        if not any(provide_unit(units, unit) for unit in list(units.values())):
            return


def provide_unit(units: dict[str, Unit], unit: Unit) -> bool:
    """One unit; True when it got a new slot."""
    changed = False
    for slot in list(unit.slots):
        if slot.target is None:
            continue
        for injected in slot.target.injected:
            if injected.attribute in slot.injections:
                continue
            slot.injections[injected.attribute] = owner_slot(units, unit, slot, injected)
            changed = True
    return changed


def owner_slot(units: dict[str, Unit], unit: Unit, slot: Slot, injected: Slot) -> Slot:
    """The slot of ``unit`` that stands for the instance which ``slot`` has to be handed."""
    inner = [
        event
        for outer in slot.events
        if outer.child is not None and slot.target is not None
        for event in own_events(slot.target, units, outer.child)
        if slot.target.site_slots.get(id(event.site)) is injected
    ]
    paths = frozenset(variable for event in inner for variable in event.variables)
    for candidate in unit.slots:
        if candidate.target is injected.target and footprint(candidate) & paths:
            move_before(unit, candidate, slot)
            return candidate
    name = unused(injected.attribute, taken_names(unit), {s.attribute for s in unit.slots}, "layer")
    made = Slot(
        name, "layer", inner, "", injected.target, attributes=[name], home=injected.home or injected.sites[0]
    )
    made.template = injected.template
    unit.slots.insert(unit.slots.index(slot), made)
    return made


def move_before(unit: Unit, candidate: Slot, slot: Slot) -> None:
    """An instance is made before it is handed on."""
    if unit.slots.index(candidate) > unit.slots.index(slot):
        unit.slots.remove(candidate)
        unit.slots.insert(unit.slots.index(slot), candidate)
