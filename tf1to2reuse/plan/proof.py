"""Checks a plan against what TensorFlow does: in every root, one variable is one instance, and the reverse.

Instances are followed from the root down, as the new code will make them: a layer belongs to the attribute
that holds it, that to the layer around it, and what a driver makes belongs to one call of the driver.
Variables of code that stays as it is belong to TensorFlow's own store. A variable that lines of both kinds
ask for, or that two instances stand for, would no longer be shared; one instance for two variables would
share too much.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tf1to2reuse.plan.branches import opposite
from tf1to2reuse.plan.model import Plan, Slot, Unit
from tf1to2reuse.plan.units import owner_key
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.trace import Activation, Event, Variable
from tf1to2reuse.scopes.values import show

Identity = tuple[Any, ...]
STORE: Identity = ("store",)


@dataclass(frozen=True)
class Holder:
    """The unit whose lines run, its instance, and the instances that it was handed, by attribute.

    In a ``family`` one attribute holds many instances, which are told apart by their variables.
    """

    unit: Unit | None
    instance: Identity
    handed: dict[str, Identity] = field(default_factory=dict)
    family: bool = False


@dataclass
class Proof:
    """What one root asks for: who holds each variable, and which variable each holder stands for."""

    plan: Plan
    holders: dict[Variable, dict[Identity, tuple[Unit | None, Event]]] = field(default_factory=dict)
    variables: dict[tuple[Identity, str], dict[Variable, tuple[Unit | None, Event]]] = field(
        default_factory=dict
    )
    objects: dict[int, Identity] = field(default_factory=dict)
    trail: list[Event] = field(default_factory=list)
    first: dict[tuple[Identity, str], tuple[Event, ...]] = field(default_factory=dict)
    reusing: dict[int, Event] = field(default_factory=dict)
    unwritten: list[tuple[Unit, Event]] = field(default_factory=list)

    def walk(self, run: Activation, holder: Holder) -> None:
        """All events of an activation and below."""
        for event in run.events:
            self.trail.append(event)
            if event.child is None:
                self.use(event, holder)
            else:
                self.walk(event.child, self.below(event, event.child, holder))
            self.trail.pop()

    def use(self, event: Event, holder: Holder) -> None:
        """One line that asks for variables itself."""
        slot = slot_of(holder, event)
        unit = holder.unit
        if slot is None and event.uses and unit is not None and unit.is_layer and unit.refused is None:
            self.unwritten.append((unit, event))
        for use in event.uses:
            variable = (event.graph, use.path)
            identity = STORE
            if slot is not None:
                made = held_by(holder, slot)
                number = round_of(slot, event)
                unsure = holder.family or (many(slot) and number is None)
                identity = (*made, *(() if number is None else (number,)), *((use.path,) if unsure else ()))
            self.holders.setdefault(variable, {}).setdefault(identity, (holder.unit, event))
            if identity != STORE:
                self.variables.setdefault((identity, use.leaf), {}).setdefault(variable, (holder.unit, event))
                self.share((identity, use.leaf))

    def share(self, instance: tuple[Identity, str]) -> None:
        """Notes the call with which a later use of an instance leaves the way of its first use."""
        now = tuple(self.trail)
        before = self.first.setdefault(instance, now)
        if before is not now and not opposite(before[-1].branches, now[-1].branches):
            parting = next((b for a, b in zip(before, now, strict=False) if a.site is not b.site), now[-1])
            self.reusing[id(parting.site)] = parting

    def below(self, event: Event, child: Activation, holder: Holder) -> Holder:
        """Who holds what a called function asks for."""
        unit = unit_of(self.plan, child)
        if unit is None or unit.kind == "passage" or (unit is holder.unit and event.kind == "call"):
            return holder
        if unit.refused is not None:
            return Holder(unit, STORE)
        if unit.kind == "driver":
            return Holder(unit, ("call", id(child)))
        bound = id(child.bound) if unit.definition is not None and unit.definition.is_class else 0
        if bound in self.objects:
            return Holder(unit, self.objects[bound])
        slot = slot_of(holder, event)
        if slot is None or slot.kept:
            made: Identity = ("object", bound) if bound else ("call", id(child))
            if bound:
                self.objects[bound] = made
            return Holder(unit, made)
        number = round_of(slot, event)
        made = (*held_by(holder, slot), *(() if number is None else (number,)))
        if bound and event.kind == "construct":
            self.objects[bound] = made
        handed = {name: held_by(holder, inner) for name, inner in slot.injections.items()}
        return Holder(unit, made, handed, holder.family or (many(slot) and number is None))


def slot_of(holder: Holder, event: Event) -> Slot | None:
    """The slot of a line; None where it stays with TensorFlow's store."""
    if holder.unit is None or holder.unit.refused is not None:
        return None
    slot = holder.unit.site_slots.get(id(event.site))
    return None if slot is None or (slot.kind == "weight" and slot.phase == "kept") else slot


def held_by(holder: Holder, slot: Slot) -> Identity:
    """The instance in a slot."""
    if slot.phase == "injected" and slot.attribute in holder.handed:
        return holder.handed[slot.attribute]
    return (*holder.instance, slot.attribute)


def round_of(slot: Slot, event: Event) -> int | None:
    """Which element of a list a call uses, where only the loop that fills the list uses it."""
    if slot.loop is None or slot.forced or slot.phase == "compact":
        return None
    if not all(any(node is slot.loop for node, _ in one.loops) for one in slot.events):
        return None
    number = next((value for node, value in event.loops if node is slot.loop), None)
    return number if isinstance(number, int) else None


def many(slot: Slot) -> bool:
    """Whether a slot holds several instances."""
    return slot.loop is not None or slot.many or bool(slot.forced) or slot.phase == "compact"


def unit_of(plan: Plan, run: Activation) -> Unit | None:
    """The unit that a run belongs to."""
    if run.definition is None:
        return plan.units.get(f"{run.module.file}:")
    return plan.units.get(owner_key(run.definition, plan.units))


def prove(plan: Plan) -> list[Proof]:
    """One account for each root."""
    proofs = []
    for root in plan.evaluation.roots:
        proof = Proof(plan)
        unit = unit_of(plan, root.activation)
        start = Holder(unit, ("root",)) if unit is None or unit.refused is None else Holder(unit, STORE)
        if unit is not None and unit.definition is not None and unit.definition.is_class:
            proof.objects[id(root.activation.bound)] = start.instance
        proof.walk(root.activation, start)
        proofs.append(proof)
    return proofs


def sharing_sites(proofs: list[Proof]) -> int:
    """How many calls use an instance that another call used before them."""
    return len({site for proof in proofs for site in proof.reusing})


def refuse_unproven(proofs: list[Proof]) -> None:
    """Refuses units whose instances would not be the variables that TensorFlow shares."""
    for proof in proofs:
        for unit, event in proof.unwritten:
            refuse_unwritten(unit, event)
        for variable, holders in proof.holders.items():
            if not alternatives([event for _, event in holders.values()]):
                refuse(list(holders.values()), f"{show(variable[1])} would no longer be shared")
        for variables in proof.variables.values():
            texts = {show(path) for _, path in variables if all(isinstance(part, str) for part in path)}
            if len(texts) > 1:
                names = " and ".join(sorted(texts)[:2])
                refuse(list(variables.values()), f"{names} would become one")


def refuse_unwritten(unit: Unit, event: Event) -> None:
    """Leaves a unit for which code makes variables that is not rewritten: a function that it keeps, say."""
    place = Place(event.module.file, event.site.lineno, event.site.col_offset + 1)
    if unit.refused is None:
        message = f"this line makes variables for {unit.class_name}, and is not rewritten with it"
        unit.refused = Finding("refused-passed-on", message, place, "warning", (), True)


def alternatives(events: list[Event]) -> bool:
    """Whether of these events no two ever happen in one run: they stand in opposite arms of one branch."""
    return all(
        opposite(one.branches, two.branches)
        for index, one in enumerate(events)
        for two in events[index + 1 :]
    )


def refuse(users: list[tuple[Unit | None, Event]], what: str) -> None:
    """Leaves all users of a variable as they are."""
    places = [Place(event.module.file, event.site.lineno, event.site.col_offset + 1) for _, event in users]
    for (unit, _), place in zip(users, places, strict=True):
        if unit is not None and unit.refused is None:
            others = tuple(other for other in places if other != place)
            message = f"{what}: the lines that use it have no owner in common"
            unit.refused = Finding("refused-no-owner", message, place, "warning", others, True)
