"""The manifest that ``rewrite`` leaves: which class came from which function, which attribute holds what."""

from __future__ import annotations

from typing import Any

from tf1to2reuse.apis.layers import Part
from tf1to2reuse.plan.inheritance import in_order
from tf1to2reuse.plan.model import Plan, Slot, Unit
from tf1to2reuse.rewrite.compact import match_of
from tf1to2reuse.scopes.roots import is_probe
from tf1to2reuse.scopes.values import FunctionVal


def manifest_of(plan: Plan) -> dict[str, Any]:
    """The manifest as plain data (docs/design.md has the format)."""
    classes: dict[str, Any] = {}
    functions: dict[str, Any] = {}
    probes: dict[str, str] = {}
    for unit in plan.units.values():
        if unit.refused is not None or unit.kind == "passage":
            continue
        if unit.kind == "driver":
            slots = [entry for slot in with_placed(unit, unit.slots) for entry in slot_entries(unit, slot)]
            if slots:
                functions[unit.key if unit.definition is not None else f"{unit.module.file}:<module>"] = {
                    "kind": "driver",
                    "slots": slots,
                }
            continue
        for method in unit.placed.keys() - {unit.key}:
            held = [entry for slot in objects_in(unit, method) for entry in slot_entries(unit, slot)]
            functions.update({method: {"kind": "driver", "slots": held}} if held else {})
        key = class_key(unit)
        classes[key] = {
            "function": unit.key,
            "kind": "holder" if unit.kind == "holder" else "layer",
            "slots": unique_entries(unit, all_slots(plan, unit)),
        }
        if unit.kind == "function" and is_probe_unit(plan, unit):
            probes[unit.key] = key
    return {"version": 1, "classes": classes, "functions": functions, "probes": probes}


def all_slots(plan: Plan, unit: Unit) -> list[Slot]:
    """The slots of a unit, and those of the classes that it derives from."""
    bases = [plan.units[key] for key in unit.ancestors if key in plan.units]
    slots = in_order(unit, [slot for one in (*bases, unit) for slot in one.slots]) if bases else unit.slots
    return with_placed(unit, slots)


def with_placed(unit: Unit, slots: list[Slot]) -> list[Slot]:
    """The slots of a unit with the objects that it makes in a scope, in the order of first use."""
    placed = objects_in(unit, unit.key)
    if not placed:
        return slots
    return sorted([*slots, *placed], key=lambda slot: min(event.order for event in slot.events))


def unique_entries(unit: Unit, slots: list[Slot]) -> list[dict[str, Any]]:
    """The entries of slots, each once: opposite arms may create one attribute."""
    found: list[dict[str, Any]] = []
    filled = [slot.loop for slot in slots if slot.loop is not None and slot.phase != "compact"]
    several = {slot.loop for slot in slots if len(slot.attributes) > 1}
    loops = [loop for loop in dict.fromkeys(filled) if filled.count(loop) > 1 or loop in several]
    opened: set[tuple[object, ...]] = set()
    for slot in slots:
        scope = scope_of(slot)
        for entry in slot_entries(unit, slot):
            if scope in opened and slot.phase != "compact":
                head, slash, leaf = entry["path"].rpartition("/")
                entry["path"] = head.replace("{auto:", "{same:") + slash + leaf
            if slot.loop in loops and entry.get("many") == "list":
                entry["loop"] = loops.index(slot.loop) + 1
            if entry not in found:
                found.append(entry)
        opened.add(scope)
    return found


def scope_of(slot: Slot) -> tuple[object, ...]:
    """The scope that a slot is made in: the parts of its path before the last slash, unknown ones as such."""
    parts = list(slot.events[0].path)
    while parts and not (isinstance(parts[-1], str) and "/" in parts[-1]):
        parts.pop()
    return (*parts[:-1], parts[-1].rpartition("/")[0]) if parts else ()


def objects_in(unit: Unit, key: str) -> list[Slot]:
    """The objects with networks of their own that a unit, or a method of it, keeps, if they have a class."""
    return [s for s in unit.placed.get(key, []) if s.target is not None and s.target.refused is None]


def class_key(unit: Unit) -> str:
    """``file.py:Class``."""
    return f"{unit.module.file}:{unit.class_name}"


def is_probe_unit(plan: Plan, unit: Unit) -> bool:
    """Whether a converted function can be run as it stands."""
    assert unit.definition is not None
    function = plan.evaluation.ev.module(unit.module).names.get(unit.definition.name)
    return isinstance(function, FunctionVal) and is_probe(unit.definition, function)


def slot_entries(unit: Unit, slot: Slot) -> list[dict[str, Any]]:
    """The entries of one slot: one for each attribute."""
    if slot.stateless:
        return []
    if slot.kept:
        kept: dict[str, Any] = {"attribute": slot.attribute, "kind": slot.kind, "path": slot.template}
        if slot.form is not None:
            kept.update(weights_of(slot.form.parts[0]))
        if slot.key:
            kept.update(many="dict", match=slot.key)
        return [{**kept, "many": "list"} if slot.many and not slot.key else kept]
    if slot.phase == "kept":
        return []
    if slot.phase == "compact":
        return compact_entries(unit, slot)
    entry: dict[str, Any] = {"attribute": slot.attribute, "kind": slot.kind, "path": slot.template}
    if slot.loop is not None:
        entry["many"] = "list"
    if slot.kind != "keras":
        return [entry]
    assert slot.form is not None
    entries: list[dict[str, Any]] = []
    for attribute, part in zip(slot.attributes, slot.form.parts, strict=True):
        path = slot.template
        if entries:
            path = path.replace("{auto:", "{same:").replace("{name}", f"{{name:{slot.attributes[0]}}}")
        for inner in part.inner:
            held = {**entry, "attribute": f"{attribute}.{inner.attribute}", "path": f"{path}/{inner.path}"}
            entries.append({**held, **weights_of(inner.part), **({"many": "list"} if inner.many else {})})
        if part.inner:
            continue
        entries.append({**entry, "attribute": attribute, "path": path, **weights_of(part)})
    return entries


def weights_of(part: Part) -> dict[str, Any]:
    """Which variables of TF1 the weights of one layer are."""
    found: dict[str, Any] = {"weights": dict(part.weights)}
    return {**found, "transform": part.transform} if part.transform else found


def compact_entries(unit: Unit, slot: Slot) -> list[dict[str, Any]]:
    """The entry of a part that is declared where it is first used."""
    path, match = match_of(unit, slot)
    entry: dict[str, Any] = {
        "attribute": "parts",
        "kind": slot.kind,
        "path": path,
        "many": "dict",
        "match": match,
    }
    if slot.kind != "keras" or slot.form is None:
        return [entry]
    entries = []
    for part in slot.form.parts:
        end = f"_{part.suffix}" if part.suffix else ""
        key = f"{{key:{end}}}" if end else "{key}"
        own = {**entry, "path": path.replace("{key}", key), "match": match + end}
        entries.append({**own, "weights": dict(part.weights)})
    return entries
