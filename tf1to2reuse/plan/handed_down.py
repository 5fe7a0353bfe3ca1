"""What an ``arg_scope`` around a call gives to layers in the called function, and which units hand it down.

Constants need nobody. A name that the scope's arguments read becomes an argument of the constructor, a
training flag an argument of ``call``, of every function between the ``with`` and the layer.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from tf1to2reuse.plan.arg_scopes import FLAGS, attached_bounds, scope_bounds
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.elsewhere import Demand, Source, entries, meeting, origin_of, source
from tf1to2reuse.plan.linker import bound_names
from tf1to2reuse.plan.model import Plan, Slot, Unit
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.units import owner_key
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.arg_scopes import Setting, ancestors
from tf1to2reuse.scopes.roots import below
from tf1to2reuse.scopes.trace import Activation, Event
from tf1to2reuse.scopes.values import DictVal, ident


def unit_of(units: dict[str, Unit], run: Activation) -> Unit | None:
    """The unit that a run belongs to."""
    if run.definition is None:
        return units.get(f"{run.module.file}:")
    return units.get(owner_key(run.definition, units))


def find_flags(units: dict[str, Unit]) -> None:
    """Notes which parameters are training flags because an arg_scope sets them as such."""
    for unit in units.values():
        for run in unit.activations:
            for inner in below(run):
                for event in inner.events:
                    for top, flag in flags_of(event):
                        note_flag(units, top, flag)


def flags_of(event: Event) -> Iterator[tuple[Activation | None, Source | None]]:
    """The training flags among the settings of an event, each with the run that has the ``with``."""
    for group in (event.settings, *event.attached.values()):
        for name, setting in group.items():
            top = meeting(event, setting)
            found = origin_of(setting, name, top)
            if name in FLAGS:
                yield top, found
            elif isinstance(setting.value, DictVal) and found is not None:
                inside = entries(found, setting.value, top)
                yield from ((top, inside[key]) for key in FLAGS if key in inside)


def note_flag(units: dict[str, Unit], top: Activation | None, flag: Source | None) -> None:
    """Marks the parameter of the function with the ``with`` that a flag is read from."""
    while flag is not None and flag[1] is not top and isinstance(flag[0], ast.Name) and flag[1].definition:
        flag = source(flag[0], flag[1], top)
    unit = unit_of(units, top) if flag is not None and flag[1] is top and top is not None else None
    if unit is not None and flag is not None:
        unit.scope_flags |= {inner.id for inner in ast.walk(flag[0]) if isinstance(inner, ast.Name)}


def hand_down(plan: Plan, creation_of: Callable[[Plan, Unit], Creation]) -> None:
    """Gives every unit below an arg_scope what its layers need of it."""
    demands: list[Demand] = []
    for unit in plan.units.values():
        if unit.refused is None:
            demands += demands_of(creation_of(plan, unit), unit)
    for one in demands:
        for run in ancestors(one.event.activation):
            if run is one.top:
                break
            unit_between = unit_of(plan.units, run)
            if unit_between is not None and unit_between.refused is None:
                give(unit_between, one)


def demands_of(creation: Creation, unit: Unit) -> list[Demand]:
    """What the layers of a unit need."""
    creation.demands = []
    made = [slot for slot in unit.slots if slot.kind == "keras"]
    made += [Slot("", "keras", [event], "", api=event.api) for event in unit.plain.values()]
    for slot in made:
        place = (creation, slot, Needs(), frozenset[str](), None)
        try:
            attached_bounds(place, scope_bounds(place, set()))
        except CannotMoveError:
            continue  # said again, with its place, where the layer is planned
    found, creation.demands = creation.demands, None
    return found


def give(unit: Unit, demand: Demand) -> None:
    """One name more for a unit; where it has one of its own by that name, it is refused."""
    names = {name for definition in unit.body for name in bound_names(definition.node)}
    if unit.kind != "function" or demand.name in names:
        refuse(unit, demand.event, f"an arg_scope around its call sets `{demand.name}` for what it makes")
        return
    (unit.passed if demand.flag else unit.carried).setdefault(demand.name, demand.node)


def refuse(unit: Unit, event: Event, message: str) -> None:
    """Leaves a unit as it is."""
    if unit.refused is None:
        place = Place(event.module.file, event.site.lineno, event.site.col_offset + 1)
        unit.refused = Finding("refused-scope-options", message, place, "warning", (), True)


def refuse_differing(plan: Plan) -> None:
    """Refuses units of which a line runs under arg_scopes that set other arguments than the planned ones."""
    planned: dict[int, tuple[Unit, Event]] = {}
    for unit in plan.units.values():
        for run in unit.activations:
            for inner in below(run):
                for event in inner.events:
                    if unit_of(plan.units, inner) is unit:
                        planned.setdefault(id(event.site), (unit, event))
    for root in plan.evaluation.roots:
        for inner in below(root.activation):
            for event in inner.events:
                known = planned.get(id(event.site))
                if known is not None and not same_settings(known[1], event):
                    refuse(
                        known[0], event, "this line runs under arg_scopes that set different arguments for it"
                    )


def same_settings(one: Event, two: Event) -> bool:
    """Whether two runs of a line are set the same: by one expression, and constants to one value."""
    groups = [(one.settings, two.settings)]
    groups += [
        (one.attached.get(name, {}), two.attached.get(name, {})) for name in {*one.attached, *two.attached}
    ]
    return all(
        set(first) == set(second)
        and all(same_setting((one, first[name]), (two, second[name])) for name in first)
        for first, second in groups
    )


def same_setting(one: tuple[Event, Setting], two: tuple[Event, Setting]) -> bool:
    """Whether two settings are one expression, reached by the same calls."""
    return origin(*one) == origin(*two) and not differs(one[1].value, two[1].value)


def differs(one: object, two: object) -> bool:
    """Whether a constant that would be written out is another one in another run."""
    constant = isinstance(one, bool | int | float | str) or one is None
    return constant and ident(one) != ident(two)


def origin(event: Event, setting: Setting) -> tuple[int, ...]:
    """The expression of a setting, and the calls that lead to it from the function with the ``with``."""
    top = meeting(event, setting)
    sites: list[int] = []
    for run in ancestors(setting.run):
        if run is top:
            break
        sites.append(id(run.site))
    return (id(setting.node), *sites)
