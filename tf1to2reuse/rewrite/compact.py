"""Compact layers: what cannot be created ahead of ``call`` is declared where ``call`` first uses it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from tf1to2reuse.apis.layers import CATALOGUE, Bound, KerasForm, Refused, find
from tf1to2reuse.plan.arg_scopes import attached_bounds, scope_bounds
from tf1to2reuse.plan.arguments import (
    call_arguments,
    is_none,
    literal_value,
    positional_name,
    split_arguments,
)
from tf1to2reuse.plan.keras_calls import bind_call, input_rank, name_entries, scope_defaults
from tf1to2reuse.plan.layer_calls import class_reference
from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.refusals import RefusedCallError
from tf1to2reuse.plan.syntax import contains
from tf1to2reuse.plan.templates import UNKNOWN, symbols_in, template_of
from tf1to2reuse.plan.weights import GET_VARIABLE, NO_EQUAL, is_one_size
from tf1to2reuse.rewrite.joined_names import joined
from tf1to2reuse.rewrite.own_lists import is_own_attribute
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import External, Sym, Tensor, Value, ident, path_of, show

NAMED_SCOPES = ("tf.variable_scope", "tf.variable_op_scope")

if TYPE_CHECKING:
    from tf1to2reuse.rewrite.rules import UnitRules


def weight(rules: UnitRules, slot: Slot, node: ast.Call) -> str:
    """``self.weight("w", shape, initializer=...)``."""
    if slot.api == "tf.Variable":
        raise CannotMoveError("a tf.Variable whose initial value is known only in the call")
    arguments = call_arguments(node, GET_VARIABLE)
    for name in sorted(NO_EQUAL & set(arguments)):
        if not is_none(arguments[name]):
            raise CannotMoveError(f"argument {name} of {slot.api} has no equal in Keras")
    shape = arguments.get("shape")
    if shape is None or is_none(shape):
        raise CannotMoveError("the shape of the variable comes from its initializer")
    size = rules.render(shape)
    pieces = [key_code(rules, slot, node), f"[{size}]" if is_one_size(rules.creation, shape) else size]
    dtype = arguments.get("dtype")
    if dtype is not None:
        value = rules.creation.values.get(dtype)
        leaf = value.name.rpartition(".")[2] if isinstance(value, External) else ""
        if leaf != "float32":
            pieces.append(f'dtype="{leaf}"' if leaf else f"dtype={rules.render(dtype)}")
    for name in ("initializer", "regularizer", "trainable"):
        argument = arguments.get(name)
        if argument is not None and not is_none(argument):
            tensor = isinstance(rules.creation.values.get(argument), Tensor)
            pieces.append(f"{name}={'lambda shape, dtype: ' if tensor else ''}{rules.render(argument)}")
    tell_apart(slot, node, pieces[0])
    return f"self.weight({', '.join(pieces)})"


def layer(rules: UnitRules, slot: Slot, node: ast.Call, part: int) -> str:
    """``self.layer("h%d" % i, Block, width)``."""
    if slot.kind == "keras":
        form = call_form(rules, slot, node)
        chosen = form.parts[part]
        given = [code if not key else f"{key}={code}" for key, code in chosen.arguments]
        key = key_code(rules, slot, node)
        if not slot.stateless:
            tell_apart(slot, node, key)
        for argument in [*node.args[1:], *[keyword.value for keyword in node.keywords]]:
            refuse_differing(rules, slot, argument)
        if chosen.suffix:
            key = f'{key[:-1]}_{chosen.suffix}"' if key.endswith('"') else f'{key} + "_{chosen.suffix}"'
        return rules.symbols.own(f"self.layer({', '.join([key, chosen.constructor, *given])})")
    target = slot.target
    assert target is not None
    given = []
    named: list[str] = []
    for role, name, argument in split_arguments(rules.creation, target, node):
        if role == "init":
            refuse_differing(rules, slot, argument)
            code = rules.render(argument)
            given.append(f"**{code}" if name == "**" else f"{name}={code}" if name else code)
        elif (
            role == "name"
            and not is_none(argument)
            and (name or positional_name(target, node, argument)) == target.name_parameter
        ):
            named = [f"name={rules.render(argument)}"]
    given += [f"{name}=self.{inner.attribute}" for name, inner in slot.injections.items()]
    given += named
    if target.carried:
        raise CannotMoveError(f"`{target.class_name}` is made with names of the functions around its call")
    reference = class_reference(node.func, target)
    key = key_code(rules, slot, node)
    tell_apart(slot, node, key)
    return f"self.layer({', '.join([key, reference, *given])})"


def tell_apart(slot: Slot, node: ast.Call, key: str) -> None:
    """Checks that the rounds of a loop which make parts of their own also make keys of their own.

    Raises:
        CannotMoveError: when the key is the same for several of them.
    """
    read = {n.id for n in ast.walk(ast.parse(key, mode="eval")) if isinstance(n, ast.Name)}
    events = [event for event in slot.events if event.site is node]
    for loop in {loop for event in events for loop, _ in event.loops}:
        if separates(loop, events) and not read & round_names(loop):
            line = getattr(loop, "lineno", node.lineno)
            raise CannotMoveError(
                f"each round of the loop at line {line} makes a part, and its name does not tell"
            )


def separates(loop: ast.AST, events: list[Event]) -> bool:
    """Whether the rounds of a loop ask for different variables."""
    indexes = {index for event in events for node, index in event.loops if node is loop}
    paths = [path for event in events for _, path in event.variables]
    if any(isinstance(i, Sym) and any(i in symbols_in(p) for path in paths for p in path) for i in indexes):
        return True
    found: dict[tuple[Any, ...], list[tuple[Any, frozenset[Any]]]] = {}
    for event in events:
        others = tuple((id(node), ident(index)) for node, index in event.loops if node is not loop)
        own = next((ident(index) for node, index in event.loops if node is loop), None)
        found.setdefault(others, []).append((own, event.variables))
    return any(
        a[0] != b[0] and a[1] != b[1]
        for rows in found.values()
        for k, a in enumerate(rows)
        for b in rows[k + 1 :]
    )


def round_names(loop: ast.AST) -> set[str]:
    """The names that differ from round to round: the target of a ``for``, what a ``while`` sets."""
    nodes = [loop.target] if isinstance(loop, ast.For) else getattr(loop, "body", [])
    if isinstance(loop, ast.For):
        nodes = [loop.target, *loop.body]
    return {
        n.id
        for top in nodes
        for n in ast.walk(top)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }


def refuse_differing(rules: UnitRules, slot: Slot, node: ast.expr) -> None:
    """Configuration that calls of one instance give different values is not that of a layer.

    Raises:
        RefusedCallError: naming the parameter.
    """
    for name in ast.walk(node):
        if not isinstance(name, ast.Name):
            continue
        value = rules.creation.values.get(name)
        given = rules.creation.parameter_role(name) == "call" and name.id not in rules.unit.training
        if (given or rests_on_call(rules.unit, value)) and not rules.plan.evaluation.ev.is_tensor(value):
            message = f"calls that share this layer give `{name.id}` different values"
            raise RefusedCallError("refused-no-form", message, slot.sites[0])


def rests_on_call(unit: Unit, value: Value) -> bool:
    """Whether a number is computed from what each call gives: calls that share a layer may give others."""
    if not isinstance(value, Sym) or value.op in ("dim", "iter"):
        return False  # sizes of tensors fit the weights, or TF1 raises; a round's number is in the name
    if value.op == "param" and len(value.args) == 2 and value.args[0] in {d.key for d in unit.body}:
        return unit.roles.get(value.args[1]) == "call" and value.args[1] not in unit.training
    return any(rests_on_call(unit, arg) for arg in value.args)


def call_form(rules: UnitRules, slot: Slot, node: ast.Call) -> KerasForm:
    """The Keras layers of a catalogued call, with code for their place in ``call``."""
    api = CATALOGUE.get(slot.api)
    if api is None:
        raise CannotMoveError(f"what runs over time is made before the call, and here {slot.reason}")
    event = slot.events[0]
    roles = {p.name: p.role for p in api.parameters if p.name not in event.settings}
    if scope_defaults(slot, roles) or event.options:
        raise CannotMoveError("what a variable scope sets for this layer cannot be written in the call")
    positional = [call_argument(rules, arg) for arg in node.args]
    keywords = {k.arg or "": call_argument(rules, k.value) for k in node.keywords}
    written = {*keywords, *[p.name for p in api.parameters[: len(positional)]]}
    place = (rules.creation, slot, Needs(), frozenset[str](), rules.render)
    name_entries(place, node, keywords)
    keywords.update(scope_bounds(place, written))
    attached_bounds(place, keywords)
    bound = bind_call(rules.creation, api, positional, keywords)
    form = bound if isinstance(bound, Refused) else api.keras_form(bound, input_rank(slot))
    if isinstance(form, Refused):
        raise CannotMoveError(form.message)
    return form


def call_argument(rules: UnitRules, node: ast.expr) -> Bound:
    """One argument for the catalogue, with code for its place in ``call``."""
    value, literal = rules.creation.values.get(node), literal_value(node)
    canonical = value.name if isinstance(value, External) else ""
    if canonical and find(canonical) is not None:  # a normalizer, which becomes a layer of its own
        return Bound(rules.creation.text.segment(node), literal, True, canonical)
    return Bound(rules.render(node), literal)


def key_code(rules: UnitRules, slot: Slot, node: ast.Call) -> str:
    """The code of a part's key: its path below the unit's own scope."""
    own = own_template(slot.template)
    if slot.stateless:
        return f'"{slot.attribute}"'
    if slot.kind == "layer":
        return layer_key(rules, node, own)
    if "{" not in own:
        return f'"{own}"'
    if own.startswith("{auto:") or "/{auto:" in own:
        text = show(slot.events[0].path)
        if "{" in text.rpartition("/")[2]:
            raise CannotMoveError("TF1 numbers this layer by how many came before, which only the call knows")
        return f'"{own.rpartition("/")[0] + "/" if "/" in own else ""}{text.rpartition("/")[2]}"'
    return joined(lexical_names(rules, node, rules.unit))


def layer_key(rules: UnitRules, node: ast.Call, own: str) -> str:
    """The scope at the call, then the name that the call gives."""
    name = site_name(rules, node)
    if not own:
        return name
    if "{" not in own:
        return (
            f'"{own}/{name[1:-1]}"'
            if name[:1] in "\"'" and name[1:-1].isidentifier()
            else f'"{own}/" + {name}'
        )
    return joined(lexical_names(rules, node, rules.unit))


def own_template(template: str) -> str:
    """A template without the name that the caller gave the unit."""
    return re.sub(r"^\{self\}/?", "", template)


def lexical_names(rules: UnitRules, node: ast.Call, unit: Unit) -> list[str]:
    """The names of the scopes around a site, and the one that the site itself gives, as code."""
    around = rules.creation.functions_around(node)
    if not around or around[0] not in unit.body:
        raise CannotMoveError("the part's name depends on where a nested function is called")
    found: list[str] = []
    for scope in ast.walk(around[0].node):
        if isinstance(scope, ast.With) and any(contains(s, node) for s in scope.body):
            for item in scope.items:
                call = item.context_expr
                named = isinstance(call, ast.Call) and rules.symbols.dotted(call.func) in NAMED_SCOPES
                if named and isinstance(call, ast.Call) and call.args:
                    found += scope_name(rules, call.args[0], unit)
    name = site_name(rules, node)
    return [*found, name] if name else found


def scope_name(rules: UnitRules, name: ast.expr, unit: Unit) -> list[str]:
    """The code of a scope's name; nothing for the name of the layer itself.

    Raises:
        CannotMoveError: for a scope that has no name of its own.
    """
    if is_none(name):
        raise CannotMoveError("TF1 numbers a scope around this part by how many came before")
    own = isinstance(name, ast.Name) and name.id == unit.name_parameter
    if own or (unit.kind == "object" and is_own_attribute(name) and ast.unparse(name).endswith(".name")):
        return []
    return [rules.render(name)]


def site_name(rules: UnitRules, node: ast.Call) -> str:
    """The code of the name that a site gives."""
    slot = rules.unit.site_slots[id(node)]
    if slot.kind == "weight":
        return rules.render(call_arguments(node, GET_VARIABLE)["name"])
    if slot.kind == "keras":
        api = CATALOGUE[slot.api]
        names = [p.name for p in api.parameters]
        wanted = next((p.name for p in api.parameters if p.role in ("name", "scope")), "")
        argument = call_arguments(node, tuple(names)).get(wanted)
        return rules.render(argument) if argument is not None else numbered_name(slot)
    target = slot.target
    assert target is not None
    for role, name, argument in split_arguments(rules.creation, target, node):
        if role == "name" and (name or positional_name(target, node, argument)) == target.name_parameter:
            return rules.render(argument)
    if slot.loop is not None and target.name_parameter and "{" not in slot.template:
        raise CannotMoveError("instances in a loop get their names by TF1's numbering, not from the caller")
    return f'"{slot.attribute}"'


def numbered_name(slot: Slot) -> str:
    """The code of the name that TF1 gives an unnamed layer, where that is the same in all rounds and calls.

    Raises:
        CannotMoveError: where it is not.
    """
    names = {show(event.path).rpartition("/")[2] for event in slot.events}
    if len(names) > 1 or any("{" in name or "}" in name for name in names):
        raise CannotMoveError("TF1 numbers this layer by how many came before, which only the call knows")
    return f'"{names.pop()}"'


def match_of(unit: Unit, slot: Slot) -> tuple[str, str]:
    """The manifest's ``path`` and ``match`` of a compact part."""
    own = own_template(slot.template)
    prefix = slot.template[: len(slot.template) - len(own)]
    if own == UNKNOWN and template_of(unit, slot.events[0], False).startswith("{self}/"):
        prefix = "{self}/"
    if slot.kind == "layer":
        key = "/".join(part for part in (own, given_name(slot)) if part)
        path = prefix + "{keyscope}" if "{" in own else slot.template
        return path, re.sub(r"\{[^}]*\}", "{}", key)
    if own == UNKNOWN or own.rpartition("/")[2] == "{name}":
        return prefix + "{key}", pattern_of(unit, slot)
    if own.startswith("{auto:") or "/{auto:" in own:
        head = own.rpartition("/")[0]
        leaf = show(slot.events[0].path).rpartition("/")[2]
        own = f"{head}/{leaf}" if head else leaf
    return prefix + "{key}", re.sub(r"\{[^}]*\}", "{}", own)


def pattern_of(unit: Unit, slot: Slot) -> str:
    """The form of a part's names in all rounds: numbers in them may differ."""
    texts = {own_template(template_of(unit, event, False)) for event in slot.events}
    forms = {re.sub(r"\{[^}]*\}", "{}", text) for text in texts}
    if len(forms) > 1:
        forms = {re.sub(r"\d+", "{}", form) for form in forms}
    return forms.pop() if len(forms) == 1 else "{}"


def require_told_apart(unit: Unit) -> None:
    """Checks that a map can tell the parts of a layer apart by their keys.

    Raises:
        CannotMoveError: when two different parts may have keys of one form.
    """
    found: dict[str, tuple[Any, ...]] = {}
    for slot in unit.slots:
        if slot.phase == "compact" and not slot.stateless:
            path, match = match_of(unit, slot)
            meaning = (path, slot.kind, slot.api, slot.target.key if slot.target is not None else "")
            if found.setdefault(match, meaning) != meaning:
                raise CannotMoveError(
                    "names of several parts are known only in the call: no map tells them apart"
                )


def given_name(slot: Slot) -> str:
    """The name that the calls of a part give, with {} for what differs or is unknown."""
    target = slot.target
    if target is None or not target.name_parameter:
        return slot.attribute
    values = [event.arguments.get(target.name_parameter) for event in slot.events]
    shown = {show(path_of(value) or ("{}",)) for value in values}
    return shown.pop() if len(shown) == 1 else "{}"
