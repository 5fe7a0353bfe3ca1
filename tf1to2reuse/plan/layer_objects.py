"""Objects of the ``tf.layers`` classes: ``tf.layers.Dense(4)`` becomes a layer of Keras where it stands.

Where an object is made anew in each call of what becomes a layer, it moves to the constructor instead.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from tf1to2reuse.apis.layers import Bound, KerasForm, LayerApi, Refused, bind, entry
from tf1to2reuse.plan.arguments import literal_value
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.keras_calls import input_rank, refuse_other_floats
from tf1to2reuse.plan.model import Plan, Slot, Unit
from tf1to2reuse.plan.refusals import RefusedCallError
from tf1to2reuse.plan.templates import UNKNOWN, template_of
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.roots import Evaluation, below
from tf1to2reuse.scopes.trace import Activation, Event
from tf1to2reuse.scopes.values import External, Value, show


@dataclass(frozen=True)
class Held:
    """Where a program keeps an object: a local name or an attribute; in a list there, or under a key."""

    name: str
    many: bool
    key: str = ""


def is_object(slot: Slot) -> bool:
    """Whether a slot is an object of a class of ``tf.layers``."""
    return slot.events[0].kind == "object"


def stays(evaluation: Evaluation, unit: Unit, event: Event) -> Held | None:
    """Where an object is kept whose making stays where it is; None where the unit's layer has to make it."""
    held = held_in(unit, event.site)
    if held is None or id(event.site) in evaluation.objects.remade:
        return None
    own = isinstance(held_target(unit, event.site), ast.Attribute)
    if unit.kind in ("driver", "holder"):
        return held
    return held if unit.kind == "object" and own and in_constructor(event.activation) else None


def settle_objects(evaluation: Evaluation, unit: Unit) -> None:
    """Marks the objects that stay where they are made, and puts all slots in the order of the first calls."""
    objects = [slot for slot in unit.slots if is_object(slot)]
    for slot in objects:
        held = stays(evaluation, unit, slot.events[0])
        if held is not None:
            keep(evaluation, unit, slot, held)
        elif unit.kind == "constructor":
            move(unit, slot)
        if slot.stateless and has_variables(slot):
            refuse(unit, slot.events[0], "no call of this object is seen that would name it")
    if objects:
        in_order(evaluation, unit)


def has_variables(slot: Slot) -> bool:
    """Whether objects of this class have variables."""
    return entry(slot.api).creates is not LayerApi.creates


def in_order(evaluation: Evaluation, unit: Unit) -> None:
    """Slots in the order of first use: as a concrete root has it, where one uses all of them."""
    for root in evaluation.roots:
        first: dict[int, int] = {}
        for run in below(root.activation) if root.concrete else ():
            for event in run.events:
                first.setdefault(id(event.site), event.order)
        slots = [slot for slot in unit.slots if not slot.stateless]
        if all(any(id(site) in first for site in slot.sites) for slot in slots):
            unit.slots.sort(key=lambda s: min((first[id(c)] for c in s.sites if id(c) in first), default=0))
            return
    unit.slots.sort(key=lambda slot: min(event.order for event in slot.events))


def keep(evaluation: Evaluation, unit: Unit, slot: Slot, held: Held) -> None:
    """An object whose making stays."""
    slot.kept, slot.phase, slot.loop, slot.many, slot.key = True, "kept", None, held.many, held.key
    slot.attribute, slot.attributes = held.name, [held.name]
    site = slot.events[0].site
    templates = {template_of(unit, event, held.many) for event in slot.events if event.uses}
    seen = {template_below(unit, event) for event in evaluation.objects.first.get(id(site), ())}
    if seen and has_variables(slot) and not any(is_open(template) for template in templates):
        templates = seen  # the program decides which call is the first
    elif len({path for root, path in evaluation.objects.scopes.get(id(site), ()) if root in unit.body}) > 1:
        templates = {UNKNOWN}
    slot.stateless = not templates or not has_variables(slot)
    several = len({event.path for event in slot.events if event.uses}) > 1 and not held.many
    if len(templates) > 1 or several or UNKNOWN in templates:
        refuse(
            unit, slot.events[0], "the scope of the first call of what this line makes is not the same always"
        )
    elif templates:
        slot.template = templates.pop()


def is_open(template: str) -> bool:
    """Whether a path has parts that the caller decides."""
    return any(mark in template for mark in ("{self}", "{attr:", "{?}"))


def template_below(unit: Unit, call: Event) -> str:
    """The path of an object relative to the scope in which the unit was called, from a concrete call."""
    made, run, entry = call.made, call.activation, None
    while run is not None:
        entry = run.entry if run.definition in unit.body else entry
        run = run.parent
    path = show(made.path) if made is not None else ""
    head, _, leaf = path.rpartition("/")
    outside = show(entry) if entry else ""
    if made is None or entry is None or not (head + "/").startswith(outside + "/" if outside else ""):
        return UNKNOWN
    inner = head[len(outside) :].strip("/")
    leaf = f"{{auto:{made.automatic}}}" if made.automatic else leaf
    return f"{inner}/{leaf}" if inner else leaf


def move(unit: Unit, slot: Slot) -> None:
    """An object that a constructor makes, whose body becomes ``call``: its attribute is the layer's own."""
    held, target = held_in(unit, slot.sites[0]), held_target(unit, slot.sites[0])
    if held is None or held.many or not isinstance(target, ast.Attribute):
        return
    stores = [n for n in unit.nodes if isinstance(n, ast.Attribute) and n.attr == held.name]
    if sum(isinstance(node.ctx, ast.Store) for node in stores) == 1:
        slot.attribute, slot.attributes = held.name, [held.name]


def in_constructor(run: Activation | None) -> bool:
    """Whether a run is that of a constructor, or below one."""
    while run is not None:
        if run.definition is not None and run.definition.name == "__init__":
            return True
        run = run.parent
    return False


def held_in(unit: Unit, site: ast.Call) -> Held | None:
    """The name that an object is put under."""
    target = held_target(unit, site)
    statement = statement_of(unit, site)
    if target is None or statement is None:
        return None
    name = target.id if isinstance(target, ast.Name) else target.attr
    key = key_of(statement, site)
    return Held(name, not isinstance(statement, ast.Assign) or site not in choices(statement.value), key)


def key_of(statement: ast.stmt, site: ast.Call) -> str:
    """The key under which a dictionary holds an object."""
    if not isinstance(statement, ast.Assign):
        return ""
    target, value = statement.targets[0], statement.value
    pairs: list[tuple[ast.expr | None, ast.expr]] = []
    if isinstance(target, ast.Subscript):
        pairs = [(target.slice, value)]
    elif isinstance(value, ast.Dict):
        pairs = list(zip(value.keys, value.values, strict=True))
    return next((str(k.value) for k, v in pairs if v is site and isinstance(k, ast.Constant)), "")


def choices(value: ast.expr) -> list[ast.expr]:
    """What an expression may be: itself, or either arm of a condition."""
    return [*choices(value.body), *choices(value.orelse)] if isinstance(value, ast.IfExp) else [value]


def held_target(unit: Unit, site: ast.Call) -> ast.Name | ast.Attribute | None:
    """What is assigned the object, a list or dictionary with it, or has it appended."""
    statement = statement_of(unit, site)
    if isinstance(statement, ast.Assign):
        target, value = first_target(unit, statement), statement.value
        if key_of(statement, site):
            return own_target(target.value if isinstance(target, ast.Subscript) else target)
        inside = value.elts if isinstance(value, ast.List | ast.Tuple) else choices(value)
        inside = [value.elt] if isinstance(value, ast.ListComp) else inside
        return own_target(target) if site in inside else None
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        call = statement.value
        if isinstance(call.func, ast.Attribute) and call.func.attr == "append" and call.args == [site]:
            return own_target(call.func.value)
    return None


def first_target(unit: Unit, statement: ast.Assign) -> ast.expr:
    """What an assignment is about: of ``self.net = net = Net()`` the attribute in a class, else the name."""
    kind = ast.Attribute if unit.definition is not None and unit.definition.is_class else ast.Name
    return next((target for target in statement.targets if isinstance(target, kind)), statement.targets[0])


def own_target(target: ast.expr) -> ast.Name | ast.Attribute | None:
    """A plain name, or an attribute of a plain name."""
    if isinstance(target, ast.Attribute):
        return target if isinstance(target.value, ast.Name) else None
    return target if isinstance(target, ast.Name) else None


def statement_of(unit: Unit, site: ast.Call) -> ast.stmt | None:
    """The simple statement that a call stands in."""
    for node in unit.nodes:
        if isinstance(node, ast.Assign | ast.Expr) and any(child is site for child in ast.walk(node)):
            return node
    return None


def form_in_place(
    slot: Slot, site: ast.Call, code: Mapping[ast.expr, str], values: Mapping[ast.AST, Value]
) -> KerasForm:
    """The layer that an object becomes where it stands; ``code`` are the arguments, rewritten.

    Raises:
        RefusedCallError: when Keras has no such layer.
    """
    api = entry(slot.api)
    refuse_other_floats(slot, site)
    options = slot.events[0].options
    if slot.events[0].uses and any(options.get(n) for n in ("initializer", "regularizer", "custom_getter")):
        message = "the scope of the first call of this object sets an initializer, a regularizer or a getter"
        raise RefusedCallError("refused-scope-options", message, site)

    def bound(node: ast.expr) -> Bound:
        value = values.get(node)
        return Bound(code[node], literal_value(node), True, value.name if isinstance(value, External) else "")

    if any(isinstance(a, ast.Starred) for a in site.args) or any(k.arg is None for k in site.keywords):
        raise RefusedCallError("refused-arguments", "the arguments are spread", site)
    keywords = {k.arg: bound(k.value) for k in site.keywords if k.arg}
    found = bind(api, [bound(node) for node in site.args], keywords)
    form = found if isinstance(found, Refused) else api.keras_form(found, input_rank(slot))
    if isinstance(form, Refused):
        raise RefusedCallError(form.code, form.message, site)
    return form


def check_in_place(creation: Creation, slot: Slot) -> KerasForm:
    """The form of an object that stays where it is made.

    Raises:
        RefusedCallError: when Keras has no such layer.
    """
    forms = []
    for site in slot.sites:
        nodes = [*site.args, *[keyword.value for keyword in site.keywords]]
        code = {node: creation.text.segment(node) for node in nodes}
        forms.append(one_layer(slot, form_in_place(slot, site, code, creation.values)))
    return forms[0]


def one_layer(slot: Slot, form: KerasForm) -> KerasForm:
    """The form of an object.

    Raises:
        RefusedCallError: when it is not one layer: then no one object stands for it.
    """
    if len(form.parts) != 1 or form.activation or form.expression:
        raise RefusedCallError(
            "refused-no-form", f"an object of {slot.api} is not one layer of Keras", slot.sites[0]
        )
    return form


def refuse_foreign_calls(plan: Plan) -> None:
    """Objects called where the call cannot become one of a Keras layer, or that leave what makes them."""
    inside = {id(node): unit for unit in plan.units.values() for node in unit.nodes}
    for event in (event for events in plan.evaluation.objects.calls.values() for event in events):
        caller = inside.get(id(event.site))
        maker = inside.get(id(event.made.site)) if event.made is not None else None
        if maker is None or maker.refused is not None:
            continue
        if maker.kind in ("function", "passage") and caller is not maker:
            refuse(maker, event, f"`{maker.key}` makes this layer object, and other code calls it")
        elif (caller is None or caller.refused is not None) and not is_plain(event):
            refuse(maker, event, "a layer object is called in code that stays as it is")


def is_plain(event: Event) -> bool:
    """Whether a call of an object is the same for the layer of Keras."""
    api = entry(event.api)
    trains = any(parameter.role == "training" for parameter in api.call_parameters)
    by_name = any(keyword.arg == "training" for keyword in event.site.keywords)
    method = isinstance(event.site.func, ast.Attribute) and event.site.func.attr == "apply"
    return not method and len(event.site.args) == 1 and (by_name or not trains)


def refuse(unit: Unit, event: Event, message: str) -> None:
    """Leaves the unit that makes an object as it is."""
    if unit.refused is not None:
        return
    place = Place(event.module.file, event.site.lineno, event.site.col_offset + 1)
    unit.refused = Finding("refused-layer-object", message, place, "warning", (), True)
