"""Recurrent layers and cells in the new code: their calls, the names of their results, and LSTM states.

TF1's ``LSTMStateTuple(c, h)`` is the list ``[h, c]`` of Keras: what is read of it is read by that order.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tf1to2reuse.apis.layers import Bound
from tf1to2reuse.apis.layers.dropout import dropped
from tf1to2reuse.apis.layers.recurrent import RecurrentForm
from tf1to2reuse.plan.arguments import call_arguments, is_none, literal_value
from tf1to2reuse.plan.cell_rates import LateRate
from tf1to2reuse.plan.model import Slot
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.recurrent import (
    full_form,
    is_recurrent,
    is_static,
    is_time_major,
    late_of,
    results_of,
)
from tf1to2reuse.plan.run_results import Results, is_read, result_targets
from tf1to2reuse.plan.states import Values, element_of, is_state, kept_initial, misuse
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.rewrite.masks import hands_on, has_lengths, masks_matter
from tf1to2reuse.rewrite.wrapping import WIDTH
from tf1to2reuse.scopes.cells import CellObject, is_zero
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
from tf1to2reuse.scopes.values import StateList, StateTuple, Sym, Tensor

if TYPE_CHECKING:
    from tf1to2reuse.rewrite.rules import UnitRules


def run_parameters(slot: Slot) -> tuple[str, ...]:
    """The parameters of the function that runs a slot's cells."""
    if slot.api == STATIC_BIDIRECTIONAL_RNN:
        return STATIC_BOTH_PARAMETERS
    if slot.api == STATIC_RNN:
        return STATIC_PARAMETERS
    return BOTH_PARAMETERS if slot.api == BIDIRECTIONAL_RNN else PARAMETERS


def recurrent_call(rules: UnitRules, slot: Slot, node: ast.Call) -> str:
    """A cell that is run over time; sequences that end early are masked.

    Raises:
        CannotMoveError: where the cell cannot be made ahead of the call.
    """
    if slot.phase == "compact":
        raise CannotMoveError(slot.reason)
    arguments = call_arguments(node, run_parameters(slot))
    code = rules.render(arguments["inputs"])
    time = 0 if is_time_major(slot, node) else 1
    given = code if time else turned(rules, code)
    if is_static(slot):
        tf, whole = rules.symbols.tf, unstacked(rules, arguments["inputs"])
        inputs = rules.render(whole) if whole is not None else f"{tf}.stack({code}, axis=1)"
        return f"{tf}.unstack({rules.instance(slot, node, 0)}({inputs}), axis=1)"
    more = ""
    initial = kept_initial(node, rules.creation.values) if slot.api == DYNAMIC_RNN else None
    if initial is not None:
        more = f", initial_state={rules.render(initial)}"
    if "sequence_length" in arguments and not is_none(arguments["sequence_length"]):
        tf, lengths = rules.symbols.tf, rules.render(arguments["sequence_length"])
        more += f", mask={tf}.sequence_mask({lengths}, {tf}.shape({code})[{time}])"
    return f"{rules.instance(slot, node, 0)}({given}{more})"


def turned(rules: UnitRules, code: str) -> str:
    """A tensor with batch and time exchanged."""
    return f"{rules.symbols.tf}.transpose({code}, [1, 0, 2])"


def outputs_behind(rules: UnitRules, statement: ast.stmt) -> list[str]:
    """What follows a run: its outputs with the time first again, or without the mask that Keras hands on."""
    site = run_in(rules, statement)
    slot = rules.unit.site_slots.get(id(site))
    if site is None or slot is None or slot.form is None or is_static(slot):
        return []
    function, (outputs, _) = result_targets(rules.unit, site)
    keys = {key for key, _ in slot.form.parts[0].arguments}
    if (slot.api != BIDIRECTIONAL_RNN and "return_sequences" not in keys) or not is_read(function, outputs):
        return []
    targets = outputs.elts if isinstance(outputs, ast.Tuple) else [outputs]
    together = slot.api == BIDIRECTIONAL_RNN and not isinstance(outputs, ast.Tuple)
    if is_time_major(slot, site):
        return followed(targets, together, partial(turned, rules), "")
    handed = [target for target in targets if hands_on(rules, function, target)]
    if not has_lengths(slot, site) or not masks_matter(rules.plan):
        return []
    return followed(handed, together, partial(unmasked, rules), "  # the mask is for this layer alone")


def followed(
    targets: list[ast.expr], together: bool, change: Callable[[str], str], comment: str
) -> list[str]:
    """Assignments that change the outputs of a run; ``together``: in a list of both directions."""
    names = [ast.unparse(target) for target in targets]
    if together and names:
        return [f"{names[0]} = [{change('one')} for one in {names[0]}]{comment}"]
    return [f"{name} = {change(name)}{comment}" for name in names]


def unmasked(rules: UnitRules, code: str) -> str:
    """A tensor without what Keras notes on it."""
    return f"{rules.symbols.tf}.identity({code})"


def run_in(rules: UnitRules, statement: ast.stmt) -> ast.Call | None:
    """The run whose results a statement gives names."""
    site = statement.value if isinstance(statement, ast.Assign) else None
    slot = rules.unit.site_slots.get(id(site))
    found = isinstance(site, ast.Call) and slot is not None and is_recurrent(slot) and slot.phase != "kept"
    return site if found and isinstance(site, ast.Call) else None


def rate_lines(rules: UnitRules, statement: ast.stmt) -> list[str]:
    """The dropout rates that are set right before a run: ``self.lstm.cell.output_rate = 1 - keep_prob``."""
    site = run_in(rules, statement)
    slot = rules.unit.site_slots.get(id(site))
    if site is None or slot is None:
        return []
    owner = rules.instance(slot, site, 0)
    rates = late_of(rules.creation, slot, site)
    heads = dict.fromkeys((rate.held.head, rate.held.tail is not None) for rate in rates)
    lines: list[str] = []
    for head, many in heads:
        here = [rate for rate in rates if (rate.held.head, rate.held.tail is not None) == (head, many)]
        lines += [f"for dropout_cell in {owner}.{head}:"] if many else []
        cell, indent = ("dropout_cell", "    ") if many else (f"{owner}.{head}", "")
        lines += [indent + line for line in settings(rules, cell, here)]
    return lines


def settings(rules: UnitRules, cell: str, rates: list[LateRate]) -> list[str]:
    """The assignments; rates that are alike share one if it is short."""
    targets: dict[str, list[str]] = {}
    for rate in rates:
        targets.setdefault(rate_code(rules, rate), []).append(f"{cell}{rate.held.tail or ''}.{rate.name}")
    lines: list[str] = []
    for code, names in targets.items():
        together = " = ".join([*names, code])
        lines += [together] if len(together) <= WIDTH else [f"{name} = {code}" for name in names]
    return lines


def rate_code(rules: UnitRules, rate: LateRate) -> str:
    """What a rate is set to."""
    code = dropped(Bound(rules.render(rate.kept), literal_value(rate.kept)))
    return code if rate.test is None else f"{code} if {rules.render(rate.test)} else 0.0"


def unstacked(rules: UnitRules, node: ast.expr) -> ast.expr | None:
    """The tensor that ``tf.unstack(x, axis=1)`` takes apart where it stands."""
    if not isinstance(node, ast.Call) or rules.symbols.dotted(node.func) != "tf.unstack":
        return None
    given = call_arguments(node, ("value", "num", "axis", "name"))
    return given["value"] if literal_value(given.get("axis", node)) == 1 else None


def name_results(rules: UnitRules) -> None:
    """Gives the results of recurrent layers their names.

    Raises:
        CannotMoveError: when they are used in another way.
    """
    for slot in rules.unit.slots:
        for site in slot.sites if is_recurrent(slot) else ():
            form = full_form(rules.creation, slot, site, Needs())
            found = results_of(rules.creation, slot, site, form)
            statement = next(n for n in rules.unit.nodes if isinstance(n, ast.Assign) and n.value is site)
            rules.replaced.update(found.reads)
            rules.replaced[statement.targets[0]] = targets(rules, slot, found, form)
    check_states(rules)


def check_states(rules: UnitRules) -> None:
    """Unpacked states change their order.

    Raises:
        CannotMoveError: where a state is used in a way that depends on the order.
    """
    for definition in rules.unit.body:
        for node in definition.nodes:
            if may_be_state(rules, node):
                raise CannotMoveError(f"`{ast.unparse(node)}` may be the state of an LSTM, or something else")
            if not isinstance(node, ast.expr) or node in rules.replaced:
                continue
            if not is_state(node, rules.creation.values):
                continue
            reason = misuse(definition, node, rules.creation.values)
            if reason:
                raise CannotMoveError(reason)
            parent = definition.parents.get(node)
            if isinstance(parent, ast.Return | ast.Tuple):
                note_order(rules, node)
            if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Tuple):
                if not isinstance(rules.creation.values.get(node), StateTuple):
                    raise CannotMoveError(f"`{ast.unparse(node)}` is taken apart after the call")
                first, second = parent.targets[0].elts
                rules.replaced[parent.targets[0]] = f"{ast.unparse(second)}, {ast.unparse(first)}"


def note_order(rules: UnitRules, node: ast.expr) -> None:
    """Callers in other trees have to know the order of what they are given."""
    place = Place(rules.unit.module.file, node.lineno, node.col_offset + 1)
    message = f"`{ast.unparse(node)}` is returned as the list [h, c] of Keras, no longer as (c, h)"
    rules.unit.notes.append(Finding("note-lstm-state", message, place, "note", (), False))


def may_be_state(rules: UnitRules, node: ast.AST) -> bool:
    """Whether a branch decides that an expression is the state of an LSTM."""
    value = rules.creation.values.get(node)
    options = rules.plan.evaluation.ev.options(value) if isinstance(value, Sym) else ()
    return any(isinstance(option, StateTuple) for option in options)


def targets(rules: UnitRules, slot: Slot, found: Results, form: RecurrentForm) -> str:
    """The names of a call's results; each call of a layer that returns its states has to take them."""
    assert slot.form is not None
    keys = {key for key, _ in slot.form.parts[0].arguments}
    if "return_sequences" not in keys and form.states:
        return found.states[0]
    states = found.states or (("_",) * len(form.states) if "return_state" in keys else ())
    if (
        not form.states
        and not states
        and any(one.states for one in (results_of(rules.creation, slot, site, form) for site in slot.sites))
    ):
        states = ("*_",)
    return ", ".join([found.outputs, *states])


def state_expression(rules: UnitRules, node: ast.AST) -> str | None:
    """``state.h``, ``LSTMStateTuple(c, h)`` and ``cell.zero_state(...)`` in terms of Keras; else None."""
    values = rules.creation.values
    if isinstance(node, ast.Attribute | ast.Subscript):
        place = element_of(node, values)
        if place is None and isinstance(values.get(node.value), StateList) and single_state(node, values):
            # the states of one cell are a list, also where it has one only
            return f"{rules.text.render_inside(node, rules.expression)}[0]"
        return f"{rules.render(node.value)}[{place}]" if place is not None else None
    if not isinstance(node, ast.Call):
        return None
    dotted = rules.symbols.dotted(node.func) or ""
    if dotted.rpartition(".")[2] == "LSTMStateTuple":
        given = call_arguments(node, ("c", "h"))
        return f"[{rules.render(given['h'])}, {rules.render(given['c'])}]"
    return zero_state(rules, node)


def single_state(node: ast.AST, values: Values) -> bool:
    """Whether an element of the states of several cells is one tensor."""
    return isinstance(values.get(node), Tensor)


def zero_state(rules: UnitRules, node: ast.Call) -> str | None:
    """``cell.zero_state(batch_size, dtype)`` of a cell that is called by hand.

    Raises:
        CannotMoveError: for the cell of a layer, which has no name in the new code.
    """
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr != "zero_state":
        return None
    cell = rules.creation.values.get(function.value)
    if not isinstance(cell, CellObject) or not is_zero(rules.creation.values.get(node)):
        return None
    if cell.event is None or cell.event.kind != "object":
        raise CannotMoveError("the zero state of a cell is used beyond the run that begins with it")
    owner = rules.render(function.value)
    batch = rules.render(call_arguments(node, ("batch_size", "dtype"))["batch_size"])
    if cell.has_two_states:
        return f"{owner}.get_initial_state(batch_size={batch})"
    return f"{rules.symbols.tf}.zeros([{batch}, {owner}.units])"
