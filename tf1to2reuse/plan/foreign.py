"""Creation code for calls that stand in called functions: their arguments in the caller's own names."""

from __future__ import annotations

import ast

from tf1to2reuse.apis.layers import CATALOGUE, Bound, KerasForm, Refused, bind
from tf1to2reuse.plan.arguments import argument_of, is_none, literal_value, positional_name, split_arguments
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.keras_calls import input_rank
from tf1to2reuse.plan.linker import bound_names
from tf1to2reuse.plan.local_names import local_name
from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.outside import outside_code
from tf1to2reuse.plan.partials import partial_of
from tf1to2reuse.plan.refusals import RefusedCallError
from tf1to2reuse.plan.syntax import contains
from tf1to2reuse.scopes.roots import below
from tf1to2reuse.scopes.trace import Activation, Event
from tf1to2reuse.scopes.values import External, FunctionVal, ModuleVal, Value


def is_own_site(unit: Unit, site: ast.Call) -> bool:
    """Whether a line stands in the unit's own text."""
    return site in (unit.module if unit.definition is None else unit.definition).calls


def calls_local(unit: Unit, site: ast.Call) -> bool:
    """Whether a call is one of a variable of the function around it, which is no parameter."""
    if not isinstance(site.func, ast.Name) or partial_of(unit, site) is not None:
        return False
    for definition in unit.module.definitions.values():
        if definition.is_class or not contains(definition.node, site):
            continue
        nested = {local_name(child) for child in definition.children}
        if site.func.id in bound_names(definition.node) - set(definition.parameters()) - nested:
            return True
    return False


def foreign_form(creation: Creation, slot: Slot, needs: Needs) -> KerasForm:
    """The same for a call that stands in a function which this unit calls."""
    event = slot.events[0]
    if event.settings or event.attached:
        raise CannotMoveError("an arg_scope sets arguments of this call in another function")
    api = CATALOGUE[slot.api]
    run = run_of(creation, event)
    given: dict[str, Bound] = {}
    nodes = list(zip((p.name for p in api.parameters), event.site.args, strict=False))
    nodes += [(keyword.arg or "", keyword.value) for keyword in event.site.keywords]
    roles = {p.name: p.role for p in api.parameters}
    for name, node in nodes:
        value = event.arguments.get(name)
        if roles.get(name) in ("input", "training", "name", "scope", "reuse", "vanish"):
            given[name] = Bound(ast.unparse(node), literal_value(node))
            continue
        code = outside_code(creation, value) or translate(creation, node, run, needs, value)
        canonical = value.name if isinstance(value, External) else ""
        given[name] = Bound(code, literal_value(node), True, canonical)
    bound = bind(api, [], given)
    form = bound if isinstance(bound, Refused) else api.keras_form(bound, input_rank(slot))
    if isinstance(form, Refused):
        raise RefusedCallError(form.code, form.message, event.site)
    return form


def foreign_code(creation: Creation, unit: Unit, slot: Slot, target: Unit) -> str:
    """The constructor call of an instance whose lines all stand in functions that this unit calls."""
    event = next(event for event in slot.events if event.child is not None)
    if target.carried or target.passed:
        raise CannotMoveError(f"`{target.class_name}` is made with names of the functions around its call")
    pieces: list[str] = []
    needs = slot.needs or Needs()
    split = split_arguments(creation, target, event.site)
    for kind, name, node in split:
        if kind not in ("init", "name"):
            continue
        parameter = name or positional_name(target, event.site, node)
        if kind == "name" and (parameter != target.name_parameter or is_none(node)):
            continue
        code = translate(
            creation, node, event.child.parent if event.child else None, needs, event.arguments.get(parameter)
        )
        keyword = "name" if kind == "name" else name
        pieces.append(f"{keyword}={code}" if keyword else code)
    own = "self." if unit.is_layer or unit.kind == "holder" else ""
    pieces += [f"{name}={own}{inner.attribute}" for name, inner in slot.injections.items()]
    return f"{reference_in(creation, unit, target)}({', '.join(pieces)})"


def run_of(creation: Creation, event: Event) -> Activation | None:
    """The run that recorded an event, among those of the unit."""
    for run in creation.unit.activations:
        for inner in below(run):
            if any(event is candidate for candidate in inner.events):
                return inner
    return None


def translate(creation: Creation, node: ast.expr, run: Activation | None, needs: Needs, value: Value) -> str:
    """An argument written in a called function, in terms of the caller's own names."""
    if isinstance(node, ast.Constant):
        return ast.unparse(node)
    if isinstance(node, ast.Name) and run is not None and run.definition is not None:
        run = owner_run(run, node.id)
        if run is not None and run.site is not None:
            argument = argument_of(run, node.id)
            if argument is not None and is_own_site(creation.unit, run.site):
                return creation.code(argument, needs)
            if argument is not None:
                return translate(creation, argument, run.parent, needs, value)
    expressed = creation.express(value, needs)
    if expressed is None and isinstance(value, str | float | bool):
        expressed = repr(value)
    if expressed is None:
        raise CannotMoveError(f"`{ast.unparse(node)}` is known only where it stands")
    return expressed


def owner_run(run: Activation, name: str) -> Activation | None:
    """The run of the function whose parameter a name is, from a run of it or of a function nested in it."""
    definition = run.definition
    while definition is not None and name not in bound_names(definition.node):
        definition = definition.outer_function
    if definition is None or name not in definition.parameters():
        return None
    current: Activation | None = run
    while current is not None and current.definition is not definition:
        current = current.parent
    return current


def reference_in(creation: Creation, unit: Unit, target: Unit) -> str:
    """How a module can name a class of another."""
    if target.module is unit.module:
        return target.class_name
    names = creation.evaluation.ev.module(unit.module).names
    for name, value in names.items():
        if isinstance(value, ModuleVal) and value.facts is target.module and "." not in name:
            return f"{name}.{target.class_name}"
    for value in names.values():
        if isinstance(value, FunctionVal) and value.definition is target.definition:
            return target.class_name
    path = import_path(creation, unit, target)
    if path is None:
        raise CannotMoveError(f"{unit.module.file} does not import {target.module.file}")
    creation.symbols.imports.add((path, target.class_name))
    return target.class_name


def import_path(creation: Creation, unit: Unit, target: Unit) -> str | None:
    """How a module names another one in its imports: as it does already, else by its path from the root."""
    for node in unit.module.nodes:
        if isinstance(node, ast.ImportFrom):
            name = "." * node.level + (node.module or "")
            found = (
                creation.evaluation.program.find_module(node.module or "", unit.module)
                if node.level == 0
                else None
            )
            if found is target.module:
                return name
    return target.module.name or None
