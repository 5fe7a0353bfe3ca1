"""Groups the events of a unit by the variables they stand for: one slot, one attribute per group."""

from __future__ import annotations

import ast
import re
from typing import Any

from tf1to2reuse.plan.branches import exclusive
from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.naming import RESERVED, identifier, snake_case, unused
from tf1to2reuse.plan.units import own_events, owner_key
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import Path, Sym, Text, ident, show


def make_slots(evaluation: Evaluation, unit: Unit, units: dict[str, Unit]) -> None:
    """Fills ``unit.slots`` in the order of first use."""
    unit.slots, unit.site_slots = [], {}
    groups: list[tuple[Any, list[Event]]] = []
    made: list[Event] = []
    called: list[Event] = []
    for event in own_events(unit, units):
        owner = target_of(event, units)
        if owner is not None and owner.kind == "object":
            (made if event.kind == "construct" else called).append(event)
            continue
        if event.kind == "unmodelled":
            refuse(unit, event, "refused-unmodelled", event.reason)
            continue
        if event.kind == "layer" and not event.uses:
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
    taken = taken_names(unit)
    slots: set[str] = set()
    unit.lonely = lonely_scopes(groups)
    unit.bases = distinct_bases(unit, units, [events for _, events in groups])
    for slot in [
        s for _, events in groups for s in group_slots(evaluation, unit, units, events, (taken, slots))
    ]:
        unit.slots.append(slot)
        for site in slot.sites:
            other = unit.site_slots.get(id(site))
            if other is not None and other is not slot:
                if not by_name(unit, other, slot):
                    conflict(unit, site, other, slot)
                continue
            unit.site_slots[id(site)] = slot
    unit.slots = [
        slot for slot in unit.slots if any(unit.site_slots.get(id(site)) is slot for site in slot.sites)
    ]
    object_slots(unit, units, made, called, (taken, slots))


def group_slots(
    evaluation: Evaluation,
    unit: Unit,
    units: dict[str, Unit],
    events: list[Event],
    names: tuple[set[str], set[str]],
) -> list[Slot]:
    """The slot of a group; where opposite arms create with other arguments, one slot of that name for each arm."""
    first = make_slot(evaluation, unit, units, events, names)
    if first.loop is not None or first.target is None:
        return [first]
    from tf1to2reuse.plan.planner import all_values

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


def lonely_scopes(groups: list[tuple[Any, list[Event]]]) -> set[str]:
    """Scopes that a unit opens around one instance only: they name it better than its class does."""
    counts: dict[str, int] = {}
    for _, events in groups:
        for path in {scope_around(event) for event in events if event.uses or event.child is not None}:
            counts[path] = counts.get(path, 0) + 1
    return {path for path, count in counts.items() if count == 1 and path and not path.endswith("}")}


def scope_around(event: Event) -> str:
    """The scope that is open where an event stands."""
    return show(event.path) if event.child is not None else show(event.path).rpartition("/")[0]


def target_of(event: Event, units: dict[str, Unit]) -> Unit | None:
    """The unit that an event calls."""
    if event.child is None or event.child.definition is None:
        return None
    return units.get(owner_key(event.child.definition, units))


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


def held_as(unit: Unit, site: ast.Call) -> str | None:
    """The attribute or local name that an object is stored under."""
    root = unit.definition.node if unit.definition is not None else unit.module.tree
    for node in ast.walk(root):
        if (
            isinstance(node, ast.Assign)
            and len(node.targets) == 1
            and any(child is site for child in ast.walk(node.value))
        ):
            target = node.targets[0]
            if isinstance(target, ast.Name):
                return target.id
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                return target.attr
    return None


def refuse(unit: Unit, event: Event, code: str, message: str) -> None:
    """Leaves a unit as it is, for the first reason found."""
    if unit.refused is None:
        place = Place(event.module.file, event.site.lineno, event.site.col_offset + 1)
        unit.refused = Finding(code, message, place, "warning", (), True)


def by_name(unit: Unit, first: Slot, second: Slot) -> bool:
    """One line of a nested function for several instances that differ in the name it is given: kept by name."""
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
    """Adds an event to the group that it shares variables with, or opens one. False when it shares only in part:
    one line of the callee stands for one variable in the one call and for another in the other."""
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


def event_key(event: Event, units: dict[str, Unit]) -> tuple[str, str, frozenset[Path]]:
    """What an event stands for: its kind, what it calls, and the variables below."""
    if event.child is not None:
        assert event.child.definition is not None
        return ("layer", owner_key(event.child.definition, units), event.child.footprint())
    return (event.kind, event.api, frozenset(use.path for use in event.uses))


def same_instance(one: tuple[str, str, frozenset[Path]], two: tuple[str, str, frozenset[Path]]) -> bool:
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


def taken_names(unit: Unit) -> set[str]:
    """Attribute names that the unit uses for something else."""
    taken = {name for name, role in unit.roles.items() if role in ("init", "call")}
    if unit.definition is not None and unit.definition.is_class:
        for node in ast.walk(unit.definition.node):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "self"
            ):
                taken.add(node.attr)
            elif isinstance(node, ast.FunctionDef):
                taken.add(node.name)
    if unit.kind in ("driver", "passage"):
        bodies = [unit.definition.node] if unit.definition is not None else [unit.module.tree]
        for body in bodies:
            taken |= {node.id for node in ast.walk(body) if isinstance(node, ast.Name)}
        taken |= {d.name for d in unit.module.definitions.values() if d.parent is None}
        taken |= imported_names(unit)
    return taken


def imported_names(unit: Unit) -> set[str]:
    """Names bound by imports of the module."""
    found: set[str] = set()
    for node in ast.walk(unit.module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    return found


def make_slot(
    evaluation: Evaluation,
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
    kind: Any = "weight" if first.kind == "weight" else "layer" if target is not None else "keras"
    loop = family_loop(events)
    template = template_of(unit, first, loop is not None)
    stateless = kind == "keras" and not first.uses
    base = unit.bases[id(events)]
    attribute = unused(base, *names, "weight" if kind == "weight" else "layer")
    names[1].add(attribute)
    slot = Slot(attribute, kind, events, template, target, first.api, loop=loop, attributes=[attribute])
    slot.stateless = stateless
    return slot


def distinct_bases(unit: Unit, units: dict[str, Unit], groups: list[list[Event]]) -> dict[int, str]:
    """A name for every group; those that would be alike take in the scopes around them."""
    found = {id(events): base_name(unit, events[0], target_of(events[0], units)) for events in groups}
    for depth in (1, 2, 3):
        counts: dict[str, int] = {}
        for name in found.values():
            counts[name] = counts.get(name, 0) + 1
        for events in groups:
            name = found[id(events)]
            if counts[name] > 1 or name in RESERVED:
                found[id(events)] = qualified(events[0], name, depth)
    return found


def qualified(event: Event, name: str, depth: int) -> str:
    """A name with the last scopes around it in front, as far as these are literal."""
    scopes = [identifier(part, "") for part in scope_around(event).split("/") if part and "{" not in part]
    leaf = scopes[-1] if scopes else ""
    if depth == 1 and leaf and leaf == name:
        scopes = scopes[:-1]
    prefix = "_".join(scopes[-depth:])
    bare = name.rpartition(prefix)[2] if prefix and name.startswith(prefix) else name
    return (
        f"{prefix}_{bare.strip('_')}".strip("_")
        if prefix and depth == 1
        else requalified(scopes, name, depth)
    )


def requalified(scopes: list[str], name: str, depth: int) -> str:
    """One more scope in front of a name that already has some."""
    if len(scopes) < depth:
        return name
    return f"{scopes[-depth]}_{name}"


def base_name(unit: Unit, event: Event, target: Unit | None) -> str:
    """The attribute's name from the scope name, else from what is called."""
    if target is None and event.kind == "layer" and not event.uses:
        return stateless_name(event)
    if target is None:
        leaf = show(event.path).rpartition("/")[2]
        if event.automatic and isinstance(event.path[-1], Sym):
            leaf = event.automatic
        if event.automatic and scope_around(event) in unit.lonely:
            leaf = scope_around(event).rpartition("/")[2]
        fallback = held_as(unit, event.site) or snake_case(event.api.rpartition(".")[2])
        return identifier(leaf, fallback)
    scope = own_scope(event, target)
    fallback = snake_case(target.class_name)
    if not scope and scope_around(event) in unit.lonely:
        scope = scope_around(event)
    return identifier(scope.rpartition("/")[2], fallback) if scope else fallback


def stateless_name(event: Event) -> str:
    """``dropout``, ``flatten``, ``max_pool``: the name of what is called."""
    name = re.sub(r"(ing)?\d+d$", "", event.api.rpartition(".")[2])
    return snake_case(name)


def own_scope(event: Event, target: Unit) -> str:
    """The scope name that the caller gave the callee, as text; empty when it gave none."""
    value = event.arguments.get(target.name_parameter) if target.name_parameter else None
    if isinstance(value, str):
        return value
    if isinstance(value, Text):
        return show(value.parts)
    return ""


def family_loop(events: list[Event]) -> ast.AST | None:
    """The loop that a family of instances runs over: innermost one whose index is in the paths."""
    paths = {frozenset(paths_of(event)) for event in events}
    if len(paths) > 1:
        first, others = events[0], events[1:]
        for index in range(len(first.loops) - 1, -1, -1):
            node = first.loops[index][0]
            if any(
                index < len(o.loops)
                and o.loops[index][0] is node
                and o.loops[index][1] != first.loops[index][1]
                for o in others
            ):
                return node
        return None
    symbols = {sym for path in next(iter(paths)) for part in path for sym in symbols_in(part)}
    for node, index in reversed(events[0].loops):
        if isinstance(index, Sym) and index in symbols:
            return node
    return None


def paths_of(event: Event) -> set[Path]:
    """Variable paths of an event and below."""
    if event.child is not None:
        return set(event.child.footprint())
    return {use.path for use in event.uses} | {event.path}


def symbols_in(part: Any) -> set[Sym]:
    """All unknowns inside an unknown."""
    if not isinstance(part, Sym):
        return set()
    found = {part}
    for arg in part.args:
        found |= symbols_in(arg)
    return found


def template_of(unit: Unit, event: Event, many: bool) -> str:
    """The path of a slot in the manifest's notation, relative to where the unit was called."""
    parts: list[str] = []
    path = event.path
    for part in path:
        parts.append(part if isinstance(part, str) else placeholder(unit, part, many))
    text = "".join(parts)
    if event.automatic:
        head, _, _ = text.rpartition("/")
        return f"{head}/{{auto:{event.automatic}}}" if head else f"{{auto:{event.automatic}}}"
    return text


def held_value(unit: Unit, part: Any) -> str:
    """The attribute of an object that holds a constructor argument."""
    attributes = unit.instance.attributes if unit.instance is not None else {}
    return next((f"{{attr:{name}}}" for name, value in attributes.items() if value == part), "{?}")


def placeholder(unit: Unit, part: Any, many: bool) -> str:
    """One unknown part of a path."""
    if part.op == "auto":
        return f"{{auto:{part.args[0]}}}"
    if part.op == "phi":
        inner = [sym for sym in symbols_in(part) if sym.op == "param"]
        if len(inner) == 1:
            return placeholder(unit, inner[0], many)
    if (
        part.op == "param"
        and unit.kind in ("object", "holder")
        and part.args[0] in {d.key for d in unit.body}
    ):
        return "{self}" if part.args[1] == "name" else held_value(unit, part)
    if part.op == "param" and part.args[0] in {d.key for d in unit.body}:
        name = part.args[1]
        if name == unit.name_parameter:
            return "{self}"
        unit.stored.add(name)
        return f"{{attr:{name}}}"
    if part.op in ("attr", "self") and isinstance(part.args[-1], str):
        if part.args[-1] == "name":
            return "{self}"
        return f"{{attr:{part.args[-1]}}}"
    if part.op in ("iter", "item", "plus") and many:
        return "{index}"
    return "{?}"
