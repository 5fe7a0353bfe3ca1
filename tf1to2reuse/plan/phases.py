"""Decides for every slot where its instance is created, and writes the code that creates it."""

from __future__ import annotations

import ast

from tf1to2reuse.apis.layers import KerasForm
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.family_arms import family_code
from tf1to2reuse.plan.foreign import foreign_form, is_own_site
from tf1to2reuse.plan.keras_calls import keras_form, part_attributes, part_code
from tf1to2reuse.plan.layer_calls import layer_code
from tf1to2reuse.plan.layer_objects import check_in_place, is_object, one_layer
from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.positions import position_of
from tf1to2reuse.plan.recurrent import is_recurrent, recurrent_form
from tf1to2reuse.plan.refusals import RefusedCallError
from tf1to2reuse.plan.syntax import tests_around
from tf1to2reuse.plan.weights import weight_code
from tf1to2reuse.scopes.loops import length


def plan_slot(creation: Creation, unit: Unit, slot: Slot, in_build: bool = False) -> None:
    """Sets the phase and the creation code of one slot. ``in_build``: in ``build`` where either would do."""
    if slot.kept and slot.kind == "keras":
        slot.form = check_in_place(creation, slot)
    if slot.phase == "injected" or slot.kept:
        return
    if slot.forced:
        slot.phase, slot.reason = "compact", slot.forced
        return
    try:
        slot.needs = create(creation, unit, slot)
        slot.phase = "init"
        if slot.needs.build or in_build:
            creation.in_build = True
            slot.needs = create(creation, unit, slot)
            slot.phase = "build"
        if unit.kind == "driver":
            check_position(creation, unit, slot)
    except CannotMoveError as reason:
        slot.phase, slot.reason = "compact", str(reason)
        return
    finally:
        creation.in_build = False
    remember(unit, slot)


def check_position(creation: Creation, unit: Unit, slot: Slot) -> None:
    """In a driver everything that creation reads must have its value where the instance is made."""
    assert slot.needs is not None
    if slot.needs.build:
        raise CannotMoveError("its creation needs the shape of a tensor")
    place = position_of(unit, slot)
    if place is None:
        return
    for name, statements in slot.needs.locals.items():
        if not any(s.lineno < place.lineno and (s.end_lineno or 0) < place.lineno for s in statements):
            raise CannotMoveError(f"`{name}` gets its value after the place where the instance would be made")


def plan_injected(creation: Creation, unit: Unit, slot: Slot) -> None:
    """An instance that comes from outside: only how it is called is decided here.

    Raises:
        RefusedCallError: when it is more than one Keras layer, or its form cannot be told.
    """
    if slot.kind != "keras":
        return
    site = slot.sites[0]
    try:
        slot.form = form_of(creation, unit, slot, site, Needs(), frozenset())
    except CannotMoveError as reason:
        raise RefusedCallError("refused-shared-layer", str(reason), site) from None
    if len(slot.form.parts) != 1:
        raise RefusedCallError(
            "refused-shared-layer", "a shared call that becomes several Keras layers", site
        )


def create(creation: Creation, unit: Unit, slot: Slot) -> Needs:
    """Writes the creation code of a slot. Returns what it rests on."""
    needs = Needs()
    site = slot.home or slot.sites[0]
    loop_names = comprehension(creation, slot, needs)
    if slot.kind == "weight":
        slot.creation = [weight_code(creation, slot, site, needs)]
    elif slot.kind == "keras":
        slot.form = form_of(creation, unit, slot, site, needs, loop_names)
        slot.creation = [
            part_code(creation, slot, part, needs, loop_names, unit.in_graph) for part in slot.form.parts
        ]
        slot.attributes = part_attributes(slot)
        if isinstance(slot.loop, ast.For) and len(slot.sites) == 1 and not slot.stateless:
            slot.creation = [in_its_rounds(creation, slot.loop, site, needs, code) for code in slot.creation]
    elif isinstance(slot.loop, ast.For) and slot.home is None and not slot.kept:

        def made(one: ast.Call) -> str:
            return layer_code(creation, unit, slot, one, needs, loop_names)

        slot.creation = [family_code(creation, slot.loop, slot.sites, needs, made)]
    else:
        slot.creation = [layer_code(creation, unit, slot, site, needs, loop_names)]
    conditions(creation, slot, site, needs)
    return needs


def in_its_rounds(creation: Creation, loop: ast.For, site: ast.Call, needs: Needs, code: str) -> str:
    """The element of a family of Keras layers. One that is made and never called has no weights."""
    trial = Needs()
    try:
        code = family_code(creation, loop, [site], trial, lambda _: code)
    except CannotMoveError:
        return code
    needs.merge(trial)
    return code


def form_of(
    creation: Creation, unit: Unit, slot: Slot, site: ast.Call, needs: Needs, loops: frozenset[str]
) -> KerasForm:
    """The Keras layers of a catalogued call, wherever its line stands."""
    if is_recurrent(slot):
        return recurrent_form(creation, slot, site, needs)
    if not is_own_site(unit, site):
        return foreign_form(creation, slot, needs)
    form = keras_form(creation, slot, site, needs, loops)
    return one_layer(slot, form) if is_object(slot) else form


def conditions(creation: Creation, slot: Slot, site: ast.Call, needs: Needs) -> None:
    """The conditions around the first use move along where they can. A weight must not be made without."""
    for definition in creation.functions_around(site):
        for test in tests_around(definition.node, site):
            trial = Needs()
            try:
                creation.code(test, trial)
            except CannotMoveError:
                if slot.kind == "weight":
                    raise
                continue
            needs.merge(trial)


def remember(unit: Unit, slot: Slot) -> None:
    """Keeps what the creation code of a unit rests on."""
    assert slot.needs is not None
    unit.shapes |= slot.needs.shapes
    if slot.phase == "build":
        unit.stored |= {name for name in slot.needs.parameters if unit.roles.get(name) == "init"}


def comprehension(creation: Creation, slot: Slot, needs: Needs) -> frozenset[str]:
    """For a family of instances: the ``for`` part of its comprehension, and how a round finds its own."""
    loop = slot.loop
    if loop is None:
        return frozenset()
    if not isinstance(loop, ast.For):
        raise CannotMoveError("a family of instances over a loop that is not a plain `for`")
    if not any(node is loop for node in creation.unit.module.nodes):
        raise CannotMoveError("a family of instances over a loop of another module")
    names = frozenset(node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name))
    if "{auto:" in slot.template and differs_by_round(loop, slot):
        raise CannotMoveError("TF1 numbers these layers by the rounds that make one, and not all may")
    target, index = loop_target(loop)
    iterable = loop_iterable(creation, loop, needs)
    if iterable.startswith("range(") and index and index != target:
        target = index
    slot.comprehension = (target, iterable)
    slot.index = index
    return names


def differs_by_round(loop: ast.For, slot: Slot) -> bool:
    """Whether a condition inside a loop may make a layer in one round and not in another."""
    changing = {n.id for n in ast.walk(loop) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    tests = [test for site in slot.sites for test in tests_around(loop, site)]
    return any(isinstance(n, ast.Name) and n.id in changing for test in tests for n in ast.walk(test))


def loop_target(loop: ast.For) -> tuple[str, str]:
    """The comprehension's variable, and the name that indexes the list in the loop (empty: none does)."""
    call = loop.iter
    name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
    if (
        name in ("range", "xrange")
        and isinstance(loop.target, ast.Name)
        and isinstance(call, ast.Call)
        and len(call.args) == 1
    ):
        return loop.target.id, loop.target.id
    if (
        name == "enumerate"
        and isinstance(loop.target, ast.Tuple)
        and isinstance(loop.target.elts[0], ast.Name)
    ):
        assert isinstance(call, ast.Call)
        starts_at_zero = len(call.args) == 1 and not call.keywords
        return target_code(loop), loop.target.elts[0].id if starts_at_zero else ""
    return target_code(loop), ""


def target_code(loop: ast.For) -> str:
    """What a loop binds, without the parentheses around all of it."""
    code = ast.unparse(loop.target)
    return code[1:-1] if isinstance(loop.target, ast.Tuple) and code.startswith("(") else code


def loop_iterable(creation: Creation, loop: ast.For, needs: Needs) -> str:
    """The iterable in creation code; when only its length is known, a range of that length."""
    try:
        trial = Needs()
        code = creation.code(loop.iter, trial)
        needs.merge(trial)
        return code
    except CannotMoveError:
        count = count_code(creation, loop, needs)
        if count is None:
            raise
        return f"range({count})"


def count_code(creation: Creation, loop: ast.For, needs: Needs) -> str | None:
    """How many rounds a loop has, where an assertion or the shape tells."""
    value = creation.values.get(loop.iter)
    if value is None or not (isinstance(loop.iter, ast.Call) and isinstance(loop.target, ast.Tuple)):
        return None
    return creation.express(length(creation.evaluation.ev, value), needs)
