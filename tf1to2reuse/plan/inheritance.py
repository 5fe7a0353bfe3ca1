"""Classes that derive from classes of the program: whose runs a class is planned from, and who is related.

A method of a base class belongs to the base class: its lines use parts that the base class makes. What it
asks for in methods that a derived class gives belongs to the derived class. One object has the parts of both.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.templates import template_of
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.roots import Evaluation, below
from tf1to2reuse.scopes.trace import Activation, Event
from tf1to2reuse.scopes.values import InstanceVal


def ancestors_of(evaluation: Evaluation, definition: Definition) -> list[str]:
    """The keys of the classes of the program that a class derives from, nearest first."""
    instance = evaluation.classes.get(definition.key)
    return [one.definition.key for one in instance.cls.ancestors] if instance is not None else []


def derived_from(evaluation: Evaluation, definition: Definition) -> list[InstanceVal]:
    """An object of each class that derives from this one."""
    return [
        instance
        for instance in evaluation.classes.values()
        if any(one.definition is definition for one in instance.cls.ancestors)
    ]


def method_runs(evaluation: Evaluation, definition: Definition) -> tuple[InstanceVal, list[Activation]]:
    """The object that a class is planned from and the runs of its methods, inherited ones included.

    The methods of an abstract class end early on an object of its own: they are seen on one of a class that
    gives what is missing.
    """
    instance = evaluation.classes[definition.key]
    runs = runs_on(evaluation, instance)
    if not any(inner.truncated for run in runs for inner in below(run)):
        return instance, runs
    for other in derived_from(evaluation, definition):
        theirs = runs_on(evaluation, other)
        if theirs and not any(inner.truncated for run in theirs for inner in below(run)):
            return other, theirs
    return instance, runs


def runs_on(evaluation: Evaluation, instance: InstanceVal) -> list[Activation]:
    """The runs of all methods on one object."""
    owner = instance.cls.definition
    own = [
        evaluation.generic[method.key]
        for method in owner.children
        if not method.is_class and method.key in evaluation.generic
    ]
    inherited = [run for (key, _), run in evaluation.inherited.items() if key == owner.key]
    return [*own, *inherited]


def related(one: Unit, two: Unit) -> bool:
    """Whether one class derives from the other."""
    return one.key in two.ancestors or two.key in one.ancestors


def base_units(evaluation: Evaluation, units: dict[str, Unit]) -> dict[str, Unit]:
    """Base classes that ask for nothing themselves, of classes that become layers: they do, too."""
    found: dict[str, Unit] = {}
    for unit in [unit for unit in units.values() if unit.kind == "object" and unit.instance is not None]:
        assert unit.instance is not None
        for base in unit.instance.cls.ancestors:
            definition = base.definition
            if definition.key in units or definition.parent is not None:
                continue
            methods = [method for method in definition.children if isinstance(method.node, ast.FunctionDef)]
            made = Unit("object", definition, definition.module, definition.name, methods, [])
            made.instance, made.ancestors = unit.instance, ancestors_of(evaluation, definition)
            forward = "__call__" if unit.forward is None else unit.forward.name
            made.forward = next((method for method in methods if method.name == forward), None)
            found.setdefault(definition.key, made)  # planned like the first class that derives from it
    return dict(sorted(found.items(), key=lambda item: len(item[1].ancestors)))


def refuse_unlike(evaluation: Evaluation, units: dict[str, Unit]) -> None:
    """Classes of one family that have no common form."""
    for unit in units.values():
        bases = [units[key] for key in unit.ancestors if key in units]
        message = next((found for base in bases if (found := unlike(unit, base))), "")
        layer = unit.definition if unit.kind == "object" else None
        for other in derived_from(evaluation, layer) if layer is not None else ():
            if other.cls.definition.key not in units:
                message = f"{other.cls.definition.name} derives from this class, and becomes no layer"
        if message and unit.definition is not None and unit.refused is None:
            place = Place(unit.module.file, unit.definition.line)
            unit.refused = Finding("refused-no-form", message, place, "warning", (), True)


def unlike(unit: Unit, base: Unit) -> str:
    """Why a class and its base class cannot both be layers."""
    if base.kind != unit.kind:
        return f"the class and its base class {base.class_name} would take different forms"
    if unit.kind == "constructor":
        return "the class has a base class of its own, and builds in its constructor"
    for one, other in ((unit, base), (base, unit)):
        name = one.forward.name if one.forward is not None else ""
        if any(method.name == name and method is not other.forward for method in other.body):
            return f"{name} becomes `call` in {one.class_name} and not in {other.class_name}"
    for method in unit.body:
        if "super" in {getattr(node, "id", "") for node in method.nodes} and method.name != "__init__":
            return f"the method {method.name} calls a method of the base class"
    return ""


def follow_derived(units: dict[str, Unit]) -> None:
    """An abstract method loses the parameters that those which give it lose."""
    for base in units.values():
        derived = [unit for unit in units.values() if base.key in unit.ancestors]
        for method in base.body if derived else ():
            given = [(unit, one) for unit in derived for one in unit.body if one.name == method.name]
            lost = {frozenset(unit.vanished.get(one.key, ())) for unit, one in given if not is_abstract(one)}
            if is_abstract(method) and len(lost) == 1:
                base.vanished[method.key] = set(lost.pop())


def refuse_replaced(units: dict[str, Unit]) -> None:
    """Families in which one line means different parts for different classes, after the slots are known."""
    follow_derived(units)
    for unit in units.values():
        for base in [units[key] for key in unit.ancestors if key in units]:
            message = replaced(unit, base) or moved(unit, base)
            if message and unit.refused is None and unit.definition is not None:
                place = Place(unit.module.file, unit.definition.line)
                unit.refused = Finding("refused-no-form", message, place, "warning", (), True)


def replaced(unit: Unit, base: Unit) -> str:
    """A method that a class replaces: the constructor of the base class would make its parts all the same."""
    own = {method.name: method for method in unit.body}
    for method in base.body:
        other = own.get(method.name)
        if other is None:
            continue
        if method.name == "__init__" and not calls_base(other):
            return "the constructor does not call that of the base class, which makes the layers"
        if method.name != "__init__" and any(set(slot.sites) & method.calls for slot in base.slots):
            return f"{method.name} replaces a method of {base.class_name} that has layers of its own"
        gone = [one.vanished.get(key, set()) for one, key in ((unit, other.key), (base, method.key))]
        if gone[0] != gone[1]:
            return f"{method.name} takes other arguments than in {base.class_name}"
    return ""


def calls_base(init: Definition) -> bool:
    """Whether a constructor calls that of a base class."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "__init__"
        for node in init.nodes
    )


def is_abstract(method: Definition) -> bool:
    """Whether a method only says that derived classes give it."""
    body = method.node.body if isinstance(method.node, ast.FunctionDef) else []
    return all(
        isinstance(s, ast.Raise | ast.Pass) or isinstance(getattr(s, "value", 0), ast.Constant) for s in body
    )


def moved(unit: Unit, base: Unit) -> str:
    """A line of the base class that stands for another path on an object of a derived class."""
    for run in unit.activations:
        for inner in below(run):
            for event in inner.events:
                slot = base.site_slots.get(id(event.site))
                if slot is None or not slot.events or inner.bound is not run.bound:
                    continue
                many = slot.loop is not None
                if not alike(template_of(unit, event, many), template_of(base, slot.events[0], many)):
                    return f"a layer of {base.class_name} (line {event.site.lineno}) has another scope here"
    return ""


def alike(here: str, planned: str) -> bool:
    """Whether a path is one that was planned; what counts the rounds of a loop may be any number here."""
    mine, theirs = here.split("/"), planned.split("/")
    return len(mine) == len(theirs) and all(
        one == other or any(mark in other for mark in ("{index", "-index}", "{name}", "{?}"))
        for one, other in zip(mine, theirs, strict=True)
    )


def in_program_order(run: Activation) -> Iterator[Event]:
    """All events of a run and below, as they happen."""
    for event in run.events:
        yield event
        if event.child is not None:
            yield from in_program_order(event.child)


def in_order(unit: Unit, slots: list[Slot]) -> list[Slot]:
    """The parts of an object in the order of their first use, those of base classes included."""
    sites = [id(event.site) for run in unit.activations for event in in_program_order(run)]
    first = {site: place for place, site in reversed(list(enumerate(sites)))}
    return sorted(
        slots, key=lambda slot: min([first.get(id(site), len(sites)) for site in slot.sites] or [0])
    )
