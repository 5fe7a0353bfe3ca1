"""What became of every scoped function: lifted, compact or refused, with old and new usage."""

from __future__ import annotations

from collections.abc import Iterator

from tf1to2reuse.plan.local_names import local_name
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.report.model import Outcome, OutcomeKind, Place


def outcomes_of(plan: Plan) -> Iterator[Outcome]:
    """One outcome for each unit that comes from a definition."""
    for unit in plan.units.values():
        if unit.definition is None:
            continue
        place = Place(unit.module.file, unit.definition.line)
        if unit.refused is not None:
            yield Outcome(unit.key, place, "refused", "", unit.refused.code, unit.refused.message)
            continue
        kind: OutcomeKind = "compact" if unit.compact else "lifted"
        reason = "; ".join(
            f"{slot.attribute}: {slot.reason}" for slot in unit.slots if slot.phase == "compact"
        )
        old, new = usage(plan, unit)
        yield Outcome(unit.key, place, kind, became(unit), "compact" if reason else "", reason, old, new)


def became(unit: Unit) -> str:
    """What a definition is now."""
    if unit.kind == "function":
        return f"class {unit.class_name}"
    if unit.kind == "passage":
        name = unit.class_name and unit.definition.name if unit.definition else ""
        return f"function {name} that is handed its layers"
    if unit.kind == "driver":
        return "driver"
    return f"class {unit.class_name}" if unit.kind == "holder" else f"layer {unit.class_name}"


def usage(plan: Plan, unit: Unit) -> tuple[str, str]:
    """How the function or class was called, and how it is now; empty where nothing changed for callers."""
    if unit.kind == "passage" and unit.definition is not None:
        names, dropped = unit.definition.parameters(), plan.dropped.get(unit.key, set())
        handed = [slot.attribute for slot in unit.handed_slots]
        kept = [name for name in names if name not in dropped]
        old, new = (f"{unit.definition.name}({', '.join(given)})" for given in (names, handed + kept))
        return (old, new) if old != new else ("", "")
    call = unit.call
    if unit.kind not in ("function", "constructor") or call is None:
        return "", ""
    given = call.parameters()[1:] if unit.kind == "constructor" else call.parameters()
    name = unit.class_name if unit.kind == "constructor" else local_name(call) or call.name
    made = ", ".join([*unit.parameters("init"), *unit.carried, *(slot.attribute for slot in unit.injected)])
    used = ", ".join([*unit.parameters("call"), *unit.passed])
    return f"{name}({', '.join(given)})", f"{unit.class_name}({made})({used})"
