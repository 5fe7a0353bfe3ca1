"""``outputs, state = tf.nn.dynamic_rnn(cell, x)``: one Keras layer, and what becomes of its results.

An LSTM of Keras returns its states one by one, so ``state.h`` becomes a name of its own.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from tf1to2reuse.apis.layers import Bound, KerasForm, Parameter, Part, Refused
from tf1to2reuse.apis.layers.recurrent import BIDIRECTIONAL, RecurrentForm, bidirectional, dynamic_rnn
from tf1to2reuse.apis.layers.recurrent import DYNAMIC_RNN as SIGNATURE
from tf1to2reuse.apis.layers.signature import literal_of
from tf1to2reuse.plan.arguments import call_arguments, is_none, literal_value
from tf1to2reuse.plan.cell_rates import Held, LateRate, late_rates
from tf1to2reuse.plan.cells import cells_form
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.keras_calls import refuse_other_floats
from tf1to2reuse.plan.model import Slot
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.refusals import RefusedCallError
from tf1to2reuse.plan.run_results import (
    Results,
    begins,
    is_read,
    list_results,
    nested_results,
    pair_results,
    result_targets,
)
from tf1to2reuse.plan.states import is_whole_use, kept_initial, state_of
from tf1to2reuse.scopes.cells import CellObject, MultiCell, covers, is_zero, options_in
from tf1to2reuse.scopes.recurrent import (
    BIDIRECTIONAL_RNN,
    BOTH_PARAMETERS,
    DYNAMIC_RNN,
    PARAMETERS,
    STATIC_BIDIRECTIONAL_RNN,
    STATIC_BOTH_PARAMETERS,
    STATIC_PARAMETERS,
    STATIC_RNN,
)
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import StateList, StateTuple, Value, show


def is_recurrent(slot: Slot) -> bool:
    """Whether a slot is a cell that is run over time, or two."""
    return slot.api in (DYNAMIC_RNN, BIDIRECTIONAL_RNN) or is_static(slot)


def is_static(slot: Slot) -> bool:
    """Whether the inputs and outputs of a run are lists."""
    return slot.api in (STATIC_RNN, STATIC_BIDIRECTIONAL_RNN)


def is_time_major(slot: Slot, site: ast.Call) -> bool:
    """Whether a run has the time in front of the batch."""
    names = BOTH_PARAMETERS if slot.api == BIDIRECTIONAL_RNN else PARAMETERS
    given = call_arguments(site, names) if not is_static(slot) else {}
    return "time_major" in given and literal_value(given["time_major"]) is True


def recurrent_form(creation: Creation, slot: Slot, site: ast.Call, needs: Needs) -> KerasForm:
    """The Keras layer of a call.

    Raises:
        RefusedCallError: when Keras has no such layer.
        CannotMoveError: when the cell is made elsewhere.
    """
    forms = [full_form(creation, slot, one, needs) for one in slot.sites]
    if any(form.part != forms[0].part for form in forms):
        raise RefusedCallError(
            "refused-no-form",
            "one cell is run with lengths or dropout, and without",
            site,
        )
    set_before = [{(rate.held, rate.name) for rate in late_of(creation, slot, one)} for one in slot.sites]
    if any(rates != set_before[0] for rates in set_before):
        raise RefusedCallError(
            "refused-no-form", "one run of a cell sets its dropout, and another does not", site
        )
    part = forms[0].part
    if part.inner and slot.loop is not None:
        raise RefusedCallError("refused-no-form", "several cells are run as one in a loop", site)
    found = [results_of(creation, slot, one, forms[0]) for one in slot.sites]
    dropped: set[str] = set()
    if not any(one.states for one in found):
        dropped = {"return_state"}
    elif all(one.last for one in found) and not any(form.call for form in forms):
        dropped = {"return_state", "return_sequences"}
    kept = tuple(pair for pair in part.arguments if pair[0] not in dropped)
    return KerasForm((replace(part, arguments=kept),))


def full_form(creation: Creation, slot: Slot, site: ast.Call, needs: Needs) -> RecurrentForm:
    """The layer with all that it can return; of both directions, what is read anywhere."""
    refuse_other_floats(slot, site)
    event = general_event(slot, site)
    if slot.api == BIDIRECTIONAL_RNN:
        results = [pair_results(creation.unit, one, two_states(slot)) for one in slot.sites]
        return both_ways(creation, event, needs, any(one.states for one in results))
    cell = event.arguments.get("cell")
    if is_static(slot):
        return static_form(creation, event, needs)
    given = given_arguments(creation, site, SIGNATURE, PARAMETERS)
    if given["initial_state"].given and kept_initial(site, creation.values) is not None:
        check_initial(creation, cell, site)
    given["initial_state"] = Bound("None", None, given=False)
    form = cells_form(creation, cell, site, needs)
    found = dynamic_rnn(form, given, "x")
    if isinstance(found, Refused):
        raise RefusedCallError(found.code, found.message, site)
    return found


HOLDERS = {"cell": "cell", "cell_fw": "forward_layer.cell", "cell_bw": "backward_layer.cell"}


def general_event(slot: Slot, site: ast.Call) -> Event:
    """The run of a line with all wrappers that its cells may have.

    Raises:
        RefusedCallError: where a branch makes other cells.
    """
    events = [event for event in slot.events if event.site is site]
    general = max(events, key=lambda event: sum(options_in(event.arguments.get(name)) for name in HOLDERS))
    for name in HOLDERS:
        cell = general.arguments.get(name)
        if cell is not None and not all(covers(cell, event.arguments.get(name)) for event in events):
            raise RefusedCallError("refused-no-form", "this line runs one cell or another", site)
    return general


def late_of(creation: Creation, slot: Slot, site: ast.Call) -> list[LateRate]:
    """The rates that a run of a line has to set."""
    found = general_event(slot, site).arguments
    return [
        rate
        for name, holder in HOLDERS.items()
        for rate in late_rates(creation, found.get(name), Held(holder), site, frozenset())
    ]


def static_form(creation: Creation, event: Event, needs: Needs) -> RecurrentForm:
    """The layer of ``tf.nn.static_rnn`` or of its way for both directions: inputs and outputs are lists.

    Raises:
        RefusedCallError: for lengths and initial states, which are not yet covered.
    """
    both = event.api == STATIC_BIDIRECTIONAL_RNN
    given = call_arguments(event.site, STATIC_BOTH_PARAMETERS if both else STATIC_PARAMETERS)
    for name in ("sequence_length", "initial_state", "initial_state_fw", "initial_state_bw"):
        node = given.get(name)
        if node is not None and not is_none(node) and not is_zero(creation.values.get(node)):
            code = "refused-" + name.replace("_", "-")
            message = f"{event.api}: argument {name}={ast.unparse(node)} is not yet supported"
            raise RefusedCallError(code, message, event.site)
    if both:
        form = directions(creation, event, needs, plain_arguments(BIDIRECTIONAL), False)
        return replace(form, part=without(form.part, "merge_mode"))
    plain = plain_arguments(SIGNATURE)
    found = dynamic_rnn(cells_form(creation, event.arguments.get("cell"), event.site, needs), plain, "x")
    if isinstance(found, Refused):
        raise RefusedCallError(found.code, found.message, event.site)
    return found


def without(part: Part, keyword: str) -> Part:
    """A layer made without one of its arguments."""
    return replace(part, arguments=tuple(pair for pair in part.arguments if pair[0] != keyword))


def plain_arguments(signature: tuple[Parameter, ...]) -> dict[str, Bound]:
    """The arguments of a run that is given none of its own."""
    return {p.name: Bound(p.default or "x", literal_of(p.default), given=False) for p in signature}


def given_arguments(
    creation: Creation, site: ast.Call, signature: tuple[Parameter, ...], names: tuple[str, ...]
) -> dict[str, Bound]:
    """The arguments of a run for the catalogue."""
    given = plain_arguments(signature)
    for name, node in call_arguments(site, names).items():
        given[name] = Bound(creation.text.segment(node), literal_value(node))
    return given


def two_states(slot: Slot) -> tuple[bool, ...]:
    """Whether the cells of both directions have two states each."""
    cells = [slot.events[0].arguments.get(f"cell_{direction}") for direction in ("fw", "bw")]
    return tuple(isinstance(cell, CellObject) and cell.has_two_states for cell in cells)


def both_ways(creation: Creation, event: Event, needs: Needs, states: bool) -> RecurrentForm:
    """The layer of ``tf.nn.bidirectional_dynamic_rnn``."""
    given = given_arguments(creation, event.site, BIDIRECTIONAL, BOTH_PARAMETERS)
    for direction in ("fw", "bw"):
        state = given[f"initial_state_{direction}"]
        node = call_arguments(event.site, BOTH_PARAMETERS).get(f"initial_state_{direction}")
        if state.given and node is not None and is_zero(creation.values.get(node)):
            given[f"initial_state_{direction}"] = Bound("None", None, given=False)
    return directions(creation, event, needs, given, states)


def directions(
    creation: Creation, event: Event, needs: Needs, given: dict[str, Bound], states: bool
) -> RecurrentForm:
    """The layer that runs one cell forward and another one backward."""
    site, forms = event.site, []
    for direction in ("fw", "bw"):
        cell = event.arguments.get(f"cell_{direction}")
        form = cells_form(creation, cell, site, needs)
        if not isinstance(cell, CellObject) or isinstance(cell.core, MultiCell):
            raise RefusedCallError("refused-no-form", "several cells run both ways as one", site)
        forms.append((form, show(cell.scope.name) if cell.scope is not None else ""))
    heads = [f"{show(event.path)}/{direction}/" for direction in ("fw", "bw")]
    if not all(path.startswith(head) for (_, path), head in zip(forms, heads, strict=True)):
        raise RefusedCallError("refused-no-form", "a cell that runs both ways has its name elsewhere", site)
    cut = len(show(event.path)) + 1
    found = bidirectional([form for form, _ in forms], [path[cut:] for _, path in forms], given, states)
    if isinstance(found, Refused):
        raise RefusedCallError(found.code, found.message, site)
    return found


def check_initial(creation: Creation, cell: Value, site: ast.Call) -> None:
    """A state that a run begins with.

    Raises:
        RefusedCallError: where it is not known to be one, or two in which order.
    """
    node = call_arguments(site, PARAMETERS)["initial_state"]
    value = creation.values.get(node)
    known = creation.evaluation.ev.is_tensor(value)
    if isinstance(cell, CellObject) and isinstance(cell.core, MultiCell):
        known = isinstance(value, StateList)
    elif isinstance(cell, CellObject) and cell.has_two_states:
        known = isinstance(value, StateTuple)
    if not known:
        message = f"argument initial_state={ast.unparse(node)} is not known to be the state of such a cell"
        raise RefusedCallError("refused-initial-state", message, site)


def results_of(creation: Creation, slot: Slot, site: ast.Call, form: RecurrentForm) -> Results:
    """The names that the results of one call get.

    Raises:
        CannotMoveError: when they are not taken apart where the call stands.
    """
    if slot.api == BIDIRECTIONAL_RNN:
        return pair_results(creation.unit, site, two_states(slot))
    if slot.api == STATIC_BIDIRECTIONAL_RNN:
        return list_results(creation.unit, site)
    values = creation.values
    function, (outputs, state) = result_targets(creation.unit, site)
    if not isinstance(outputs, ast.Name | ast.Attribute):
        raise CannotMoveError("the outputs of an RNN are given to more than a name")
    unread = isinstance(outputs, ast.Name) and not is_read(function, outputs)
    name = ast.unparse(outputs)
    if slot.api == STATIC_RNN:
        if is_read(function, state):
            raise CannotMoveError("the last state of a static RNN is read")
        return Results(name)
    if not form.states:
        cell = slot.events[0].arguments.get("cell")
        assert isinstance(cell, CellObject) and isinstance(cell.core, MultiCell)
        return nested_results(function, name, state, cell.core)
    if isinstance(state, ast.Tuple) and all(isinstance(e, ast.Name) for e in state.elts):
        names = dict(zip(form.tf1_states, [e.id for e in state.elts if isinstance(e, ast.Name)], strict=True))
        return Results(name, tuple(names[name] for name in form.states))
    if not isinstance(state, ast.Name):
        raise CannotMoveError("the state of an RNN is given to more than a name")
    loads = [
        n for n in function.nodes
        if isinstance(n, ast.Name) and n.id == state.id and isinstance(n.ctx, ast.Load)
        and not is_zero(values.get(n))
    ]  # fmt: skip
    if not loads:
        return Results(name)
    if len(form.states) > 1 and any(is_whole_use(function, load, values) for load in loads):
        return Results(name, (f"*{state.id}",), unread)
    if len(form.states) == 1:
        return Results(name, (state.id,), unread)
    stores = [n for n in function.nodes if isinstance(n, ast.Name) and n.id == state.id and n not in loads]
    if len([n for n in stores if isinstance(n.ctx, ast.Store) and not begins(function, n, values)]) != 1:
        raise CannotMoveError(f"`{state.id}` is the state of an RNN and something else")
    reads: dict[ast.AST, str] = {}
    for load in loads:
        around = function.parents[load]
        which = state_of(around, form.tf1_states)
        if which is None:
            raise CannotMoveError(f"`{state.id}` is used as a whole: an LSTM of Keras has two states")
        reads[around] = f"{state.id}_{which}"
    used = set(reads.values())
    every = [f"{state.id}_{name}" for name in form.states]
    names_used = tuple(one if one in used else "_" for one in every)
    return Results(name, names_used, unread and used == {f"{state.id}_h"}, reads)
