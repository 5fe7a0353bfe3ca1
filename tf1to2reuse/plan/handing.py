"""Functions that are passed as values: code that calls what it is given is handed the instance instead.

The call itself then stays as it is: it stands in code that is not rewritten, or calls a local name. Where it
would not fit the instance, or where nobody can hand it over, the function stays as it is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.plan.arguments import default_of, literal_value
from tf1to2reuse.plan.foreign import calls_local, is_own_site
from tf1to2reuse.plan.local_names import local_name
from tf1to2reuse.plan.model import Plan, Slot, Unit
from tf1to2reuse.plan.references import called_target, reference_target
from tf1to2reuse.plan.units import owner_key
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.trace import Activation
from tf1to2reuse.scopes.values import External, ident


def hand_instances(plan: Plan) -> None:
    """Fills ``handed`` of the units that pass a function on, and refuses functions that cannot be passed."""
    seen = written_sites(plan)
    for target in list(plan.units.values()):
        for run in calls_of(plan, target):
            if target.refused is None and id(run.site) not in seen:
                hand_or_refuse(plan, target, run)


def refuse_escaping(plan: Plan) -> None:
    """Functions that code without layers keeps as values: in a table, say. Who calls them is not known."""
    for facts in plan.evaluation.program.modules.values():
        for node in kept_values(plan, facts):
            target = reference_target(plan, facts, node)
            if target is not None and target.refused is None:
                place = Place(facts.file, node.lineno, node.col_offset + 1)
                message = f"`{ast.unparse(node)}` is kept for later use here, and who calls it is not known"
                target.refused = Finding("refused-passed-on", message, place, "warning", (), True)


def refuse_called_outside(plan: Plan) -> None:
    """Functions that code without layers calls: one that another function returns, say, and nobody ran."""
    written = written_sites(plan) | set(plan.raising)
    for facts in plan.evaluation.program.modules.values():
        for node in outside_units(plan, facts):
            if not isinstance(node, ast.Call) or id(node) in written:
                continue
            target = called_target(plan, facts, node.func)
            if target is None and binds_call(plan, facts, node):
                target = reference_target(plan, facts, node.args[0])
            if target is not None and target.refused is None:
                place = Place(facts.file, node.lineno, node.col_offset + 1)
                name = ast.unparse(node.func)
                message = (
                    f"`{name}` is called here by code that is not rewritten, and when that runs is not known"
                )
                target.refused = Finding("refused-passed-on", message, place, "warning", (), True)


def binds_call(plan: Plan, facts: ModuleFacts, node: ast.Call) -> bool:
    """Whether ``functools.partial`` gives a function what its instance takes when it is called."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    target = reference_target(plan, facts, node.args[0]) if name == "partial" and node.args else None
    given = [keyword.arg or "" for keyword in node.keywords]
    return target is not None and (
        len(node.args) > 1 or any(target.roles.get(parameter) != "init" for parameter in given)
    )


def kept_values(plan: Plan, facts: ModuleFacts) -> Iterator[ast.Name | ast.Attribute]:
    """The names that a module's code outside the units puts into tables, or attributes of objects."""
    for node in outside_units(plan, facts):
        kept: list[ast.expr | None] = []
        if isinstance(node, ast.Dict):
            kept = list(node.values)
        elif isinstance(node, ast.List | ast.Set | ast.Tuple):
            kept = list(node.elts)
        elif isinstance(node, ast.Assign) and not all(isinstance(t, ast.Name) for t in node.targets):
            kept = [node.value]
        yield from (
            value
            for value in kept
            if isinstance(value, ast.Name | ast.Attribute) and isinstance(value.ctx, ast.Load)
        )


def outside_units(plan: Plan, facts: ModuleFacts) -> Iterator[ast.AST]:
    """All nodes of a module but those of functions and classes that are units."""
    units = [unit.definition for unit in plan.units.values() if unit.module is facts]
    inside = {definition.node for definition in units if definition is not None}
    pending: list[ast.AST] = [facts.tree]
    while pending:
        node = pending.pop()
        pending.extend(child for child in ast.iter_child_nodes(node) if child not in inside)
        yield node


def refuse_unwritten(plan: Plan) -> None:
    """Instances that lines use which are not rewritten: in a function that another one returned, say."""
    seen = written_sites(plan)
    for unit in plan.units.values():
        for slot in unit.slots if unit.refused is None and unit.kind != "passage" else ():
            for event in slot.events:
                own = slot.phase == "kept" or slot.stateless or slot.target is not None or slot.kept
                if own or id(event.site) in seen or unit.refused is not None:
                    continue
                place = Place(event.module.file, event.site.lineno, event.site.col_offset + 1)
                message = "this line makes a part of what calls it, and is not rewritten with it"
                unit.refused = Finding("refused-passed-on", message, place, "warning", (), True)


def calls_of(plan: Plan, target: Unit) -> list[Activation]:
    """The calls of what takes another form: a function or constructor that becomes a layer."""
    if target.kind not in ("function", "constructor") or target.call is None:
        return []
    roots = {id(root.activation) for root in plan.evaluation.roots}
    roots |= {id(run) for run in plan.evaluation.generic.values()}
    runs = plan.evaluation.ev.activations.get(target.call.key, [])
    return [run for run in runs if id(run) not in roots]


def written_sites(plan: Plan) -> set[int]:
    """The calls that are rewritten, by the id of the call."""
    found: set[int] = set()
    for unit in plan.units.values():
        if unit.refused is None:
            calls = [
                node for node in unit.nodes if isinstance(node, ast.Call) and id(node) in unit.site_slots
            ]
            found |= {id(node) for node in calls if not calls_local(unit, node)}
    return found


def hand_or_refuse(plan: Plan, target: Unit, run: Activation) -> None:
    """One call that stays as it is."""
    holder, slot = holder_of(plan, run)
    if holder is not None and slot is not None and may_hand(plan, holder, target, run):
        holder.handed[target.key] = slot
        return
    parent = run.parent.definition if run.parent is not None else None
    line, column = (run.site.lineno, run.site.col_offset) if run.site is not None else (0, 0)
    if run.site is None:
        line = parent.line if parent is not None else 1
    module = run.parent.module if run.parent is not None else target.module
    name = (local_name(target.definition) if target.definition is not None else "") or target.class_name
    message = f"`{name}` is passed on as a value and called here, where no instance of it can be handed over"
    place = Place(module.file, line, column + 1)
    target.refused = Finding("refused-passed-on", message, place, "warning", (), True)


def holder_of(plan: Plan, run: Activation) -> tuple[Unit | None, Slot | None]:
    """The unit that has the instance of a call, and where."""
    above = run.parent
    while above is not None:
        key = (
            owner_key(above.definition, plan.units)
            if above.definition is not None
            else f"{above.module.file}:"
        )
        unit = plan.units.get(key)
        if unit is not None and unit.kind != "passage":
            if unit.refused is not None:
                return None, None
            slots = [slot for slot in unit.slots if any(event.child is run for event in slot.events)]
            same = [slot for slot in unit.slots if slots and slot.target is slots[0].target]
            slots = slots or [slot for slot in unit.slots if slot.target is unit_of_run(plan, run)]
            return (unit, slots[0]) if slots and len(same or slots) == 1 else (None, None)
        above = above.parent
    return None, None


def unit_of_run(plan: Plan, run: Activation) -> Unit | None:
    """The unit that a run is one of."""
    return plan.units.get(owner_key(run.definition, plan.units)) if run.definition is not None else None


def may_hand(plan: Plan, unit: Unit, target: Unit, run: Activation) -> bool:
    """Whether a unit passes the function on, and the call of it takes the same arguments."""
    slot = next(slot for slot in unit.slots if slot.target is target)
    own = run.site is not None and is_own_site(unit, run.site)
    return (
        single(slot)
        and target.kind == "function"
        and (run.site is None or not own or calls_local(unit, run.site))
        and mentions(plan, unit, target)
        and fits(target, run)
    )


def single(slot: Slot) -> bool:
    """Whether a slot is one instance that exists before it is passed on."""
    return slot.loop is None and not slot.many and not slot.kept and slot.phase in ("init", "injected")


def mentions(plan: Plan, unit: Unit, target: Unit) -> bool:
    """Whether a unit's own text has the function as a value, which the instance can replace."""
    nodes = unit.nodes
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    called = {id(call.func) for call in calls}
    found = [node for node in nodes if id(node) not in called and is_mention(plan, unit, target, node)]
    bound = [argument for call in calls if binds_creation(target, call) for argument in call.args[:1]]
    return bool(found) and not any(is_mention(plan, unit, target, argument) for argument in bound)


def is_mention(plan: Plan, unit: Unit, target: Unit, node: ast.AST) -> bool:
    """Whether a name or dotted name means the function."""
    return isinstance(node, ast.Name | ast.Attribute) and reference_target(plan, unit.module, node) is target


def binds_creation(target: Unit, call: ast.Call) -> bool:
    """Whether ``functools.partial`` gives what an instance does not take."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name != "partial" or target.call is None:
        return False
    given = [
        *target.call.parameters()[: len(call.args) - 1],
        *[keyword.arg or "" for keyword in call.keywords],
    ]
    return any(target.roles.get(parameter) != "call" for parameter in given)


def fits(target: Unit, run: Activation) -> bool:
    """Whether a call as it stands is a call of the instance: what creation takes has its default there."""
    assert target.call is not None
    for name in target.call.parameters():
        if target.roles.get(name) == "call":
            continue
        value, default = run.arguments.get(name), default_of(target.call, name)
        if default is None or given_at(target, run, name):
            return False
        if not isinstance(value, External) and ident(value) != ident(literal_value(default)):
            return False
    return True


def given_at(target: Unit, run: Activation, name: str) -> bool:
    """Whether a call gives a parameter, or might: by ``*args``."""
    if run.site is None or target.call is None:
        return False
    if any(isinstance(argument, ast.Starred) for argument in run.site.args):
        return True
    positional = target.call.parameters()[: len(run.site.args)]
    return name in positional or any(keyword.arg in (name, None) for keyword in run.site.keywords)
