"""Methods that become ``call``, and what still uses them by their old name.

A call that a unit's own lines make is rewritten (``net.encode(x)`` becomes ``net(x)``). Code without layers
of its own, a method that is passed on as a value and a call on an object that is not known keep the old
name: the class keeps it, too, as a method that calls the layer.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.plan.arguments import call_arguments
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.naming import RESERVED
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.plan.units import owner_key
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.trace import Activation
from tf1to2reuse.scopes.values import ClassVal, InstanceVal, Sym, Value

Method = tuple[Unit, Definition]
BUILT_IN = {name for kind in (str, bytes, list, dict, set, tuple, int, float) for name in dir(kind)}


def method_calls(plan: Plan) -> dict[int, Method]:
    """Calls of methods whose signature changes, by the id of the call: those that always are such calls."""
    found: dict[int, Method] = {}
    other: set[int] = set()
    for runs in plan.evaluation.ev.activations.values():
        for run in runs:
            if run.definition is None or run.site is None:
                continue
            method = changed_method(plan, run)
            if method is None or not same_form(method, found.setdefault(id(run.site), method)):
                other.add(id(run.site))
    return {site: method for site, method in found.items() if site not in other}


def changed_method(plan: Plan, run: Activation) -> Method | None:
    """The unit and the method that a run is one of, if the method's signature changes."""
    assert run.definition is not None
    unit = plan.units.get(owner_key(run.definition, plan.units)) if run.definition.is_method else None
    if unit is None or unit.kind not in ("object", "holder") or unit.refused is not None:
        return None
    if run.definition is unit.forward or unit.vanished.get(run.definition.key):
        return unit, run.definition
    return None


def same_form(one: Method, two: Method) -> bool:
    """Whether calls of two methods are rewritten in the same way."""
    return (one[0].forward is one[1]) == (two[0].forward is two[1]) and gone(*one) == gone(*two)


def gone(unit: Unit, method: Definition) -> set[str]:
    """The parameters that a method loses."""
    return unit.vanished.get(method.key, set())


def refuse_old_calls(plan: Plan) -> None:
    """Methods that calls outside the rewritten code could not reach any more."""
    rewritten = rewritten_calls(plan)
    for runs in plan.evaluation.ev.activations.values():
        for run in runs:
            method = (
                changed_method(plan, run) if run.definition is not None and run.site is not None else None
            )
            if method is None or id(run.site) in rewritten or run.parent is None:
                continue
            assert run.site is not None
            lost = given_in_vain(*method, run.site)
            if lost:
                refuse(method, run.parent.module, run.site, f"by code that is not rewritten, with `{lost}`")
    for unit in plan.units.values():
        if keeps_name(unit) and unit.forward is not None and unit.forward.name in RESERVED:
            for facts, node in old_uses(plan, unit, rewritten):
                refuse((unit, unit.forward), facts, node, "by a name that Keras layers reserve")


def given_in_vain(unit: Unit, method: Definition, call: ast.Call) -> str:
    """The parameter that a call gives, or may give by ``*`` or ``**``, and that the method loses."""
    lost = sorted(gone(unit, method))
    try:
        given = call_arguments(call, tuple(method.parameters()[1:]))
    except CannotMoveError:
        return lost[0] if lost else ""
    return next((name for name in lost if name in given), "")


def refuse(method: Method, facts: ModuleFacts, node: ast.expr, reason: str) -> None:
    """Refuses the class of a method, once."""
    unit, definition = method
    if unit.refused is None:
        place = Place(facts.file, node.lineno, node.col_offset + 1)
        message = (
            f"code that is not rewritten calls `{definition.name}` of {unit.class_name} here and {reason}"
        )
        unit.refused = Finding("refused-passed-on", message, place, "warning", (), True)


def keeps_name(unit: Unit) -> bool:
    """Whether a class has a method that becomes ``call`` from another name."""
    return (
        unit.refused is None
        and unit.forward is not None
        and unit.is_layer
        and unit.forward.name not in ("call", "__call__")
        and unit.kind == "object"
    )


def old_names(plan: Plan) -> set[str]:
    """The keys of the classes whose method is still used by its old name."""
    rewritten = rewritten_calls(plan)
    return {
        unit.key
        for unit in plan.units.values()
        if keeps_name(unit) and next(old_uses(plan, unit, rewritten), None) is not None
    }


def rewritten_calls(plan: Plan) -> set[int]:
    """The calls of changed methods in code that is rewritten, by their id."""
    methods = method_calls(plan)
    left: set[int] = set()
    texts: set[int] = set()
    for unit in plan.units.values():
        calls = {id(call) for call in (unit.definition or unit.module).calls} & methods.keys()
        if unit.refused is None:
            texts |= calls
        elif unit.definition is not None:
            left |= calls
    return texts - left


def old_uses(plan: Plan, unit: Unit, rewritten: set[int]) -> Iterator[tuple[ModuleFacts, ast.expr]]:
    """What names the method of a class that becomes ``call``, and is not rewritten."""
    assert unit.forward is not None
    name = unit.forward.name
    runs = plan.evaluation.ev.activations.get(unit.forward.key, [])
    sites = {id(run.site) for run in runs}
    for facts in plan.evaluation.program.modules.values():
        if name not in facts.source.text:
            continue
        called = {id(n.func): n for n in facts.calls if isinstance(n, ast.Call)}
        for node in facts.nodes:
            if not isinstance(node, ast.Attribute) or node.attr != name or is_super(node.value):
                continue
            call = called.get(id(node))
            if call is not None and id(call) in rewritten:
                continue
            if id(call) in sites or may_be_of(plan, facts, unit, node, call):
                yield facts, node


def is_super(node: ast.expr) -> bool:
    """``super()`` or ``super(Net, self)``, whose method is that of a base class."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def may_be_of(plan: Plan, facts: ModuleFacts, unit: Unit, node: ast.Attribute, call: ast.Call | None) -> bool:
    """Whether an attribute may be the method of an object of a class: of a known object, or by its form."""
    seen = [value for value in receivers(plan, facts, node) if not isinstance(value, Sym)]
    if seen:
        return any(is_of(unit, value) for value in seen)
    assert unit.forward is not None
    fits = call is not None and takes(unit.forward, call)
    return fits and node.attr not in BUILT_IN and not isinstance(node.value, ast.Constant)


def receivers(plan: Plan, facts: ModuleFacts, node: ast.Attribute) -> Iterator[Value]:
    """What an attribute was read of, in all runs."""
    keys = [f"{facts.file}:"]
    keys += [one.key for one in facts.definitions.values() if one.stands_around(node)]
    for key in keys:
        for run in plan.evaluation.ev.activations.get(key, []):
            if node.value in run.values:
                yield run.values[node.value]


def is_of(unit: Unit, value: Value) -> bool:
    """Whether a value is the class of a unit, a class derived from it, or an object of one."""
    cls = value.cls if isinstance(value, InstanceVal) else value
    return isinstance(cls, ClassVal) and any(
        one.definition is unit.definition for one in (cls, *cls.ancestors)
    )


def takes(method: Definition, call: ast.Call) -> bool:
    """Whether a method could be given the arguments of a call."""
    arguments = method.node.args  # type: ignore[union-attr]
    names = method.parameters()[1:]
    required = len(arguments.args) - 1 - len(arguments.defaults)
    starred = any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords)
    given = [*names[: len(call.args)], *[keyword.arg or "" for keyword in call.keywords]]
    if arguments.vararg is None and len(call.args) > len(names):
        return False
    if arguments.kwarg is None and any(name and name not in names for name in given):
        return False
    return starred or set(names[: max(required, 0)]) <= set(given)
