"""Creation code of catalogued layer calls: ``tf.layers.dense(x, 4)`` becomes ``keras.layers.Dense(4)``."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from tf1to2reuse.apis.layers import CATALOGUE, Bound, KerasForm, LayerApi, Refused, bind, entry, find
from tf1to2reuse.apis.layers.model import Part
from tf1to2reuse.plan.arg_scopes import (
    Place,
    attached_bounds,
    dict_bounds,
    plain_dict,
    scope_bounds,
)
from tf1to2reuse.plan.arguments import literal_value
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.elsewhere import Outside
from tf1to2reuse.plan.model import Slot
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.outside import outside_code
from tf1to2reuse.plan.refusals import RefusedCallError
from tf1to2reuse.plan.scope_options import scope_option, with_initializer
from tf1to2reuse.plan.unread_collections import without_unread
from tf1to2reuse.scopes.cells import CellObject
from tf1to2reuse.scopes.dtypes import dtype_name, of_tensor
from tf1to2reuse.scopes.values import DictVal, External, Sym, Tensor, Text, Value, path_of, show

OTHER_FLOATS = ("float64", "float16", "bfloat16")


def keras_form(
    creation: Creation, slot: Slot, site: ast.Call, needs: Needs, loops: frozenset[str]
) -> KerasForm:
    """The Keras layers of a catalogued call, with creation code for their arguments."""
    api = entry(slot.api)
    refuse_other_floats(slot, site)
    slot.flag = None
    roles = {parameter.name: parameter.role for parameter in api.parameters}
    positional: list[Bound] = []
    for parameter, node in zip(api.parameters, site.args, strict=False):
        if isinstance(node, ast.Starred):
            raise CannotMoveError("the arguments are spread with *")
        positional.append(bound_argument(creation, parameter.role, node, needs, loops))
    keywords: dict[str, Bound] = {}
    for keyword in site.keywords:
        if keyword.arg is None:
            raise CannotMoveError("the arguments are spread with **")
        keywords[keyword.arg] = bound_argument(
            creation, roles.get(keyword.arg, "init"), keyword.value, needs, loops
        )
    written = {*keywords, *[p.name for p in api.parameters[: len(positional)]]}
    place: Place = (creation, slot, needs, loops, None)
    name_entries(place, site, keywords)
    keywords.update(scope_bounds(place, written))
    attached_bounds(place, keywords)
    for name, value in scope_defaults(slot, roles).items():
        if name not in keywords and name not in written:
            keywords[name] = default_argument(creation, name, value)
    for name, code in regularizers(creation, slot, site, needs, roles).items():
        keywords.setdefault(name, Bound(code))
    bound = bind_call(creation, api, positional, keywords)
    if not isinstance(bound, Refused) and slot.events[0].uses:
        bound = with_initializer(creation, api, bound, slot.events[0].options, (site, needs))
    form = bound if isinstance(bound, Refused) else api.keras_form(bound, input_rank(slot))
    if isinstance(form, Refused):
        raise RefusedCallError(form.code, form.message, site)
    return form


def bind_call(
    creation: Creation, api: LayerApi, positional: Sequence[Bound], keywords: Mapping[str, Bound]
) -> dict[str, Bound] | Refused:
    """The arguments of a call by parameter, without collections that nobody reads."""
    bound = bind(api, positional, keywords)
    if isinstance(bound, Refused):
        return bound
    return without_unread(creation.evaluation.program.collection_reads, bound)


def name_entries(place: Place, site: ast.Call, keywords: dict[str, Bound]) -> None:
    """The entries of ``normalizer_params``, also where a name stands for the dictionary."""
    event = place[1].events[0]
    node = next((k.value for k in site.keywords if k.arg == "normalizer_params"), None)
    value = event.arguments.get("normalizer_params")
    if node is None or event.activation is None or not isinstance(value, DictVal) or not value.complete:
        return
    where = Outside(place[0], event, event.activation, True, place[2], place[3], place[4])
    items = dict_bounds(place[1], (node, event.activation), value, where)
    keywords["normalizer_params"] = Bound(ast.unparse(node), plain_dict(value), items=items)


def refuse_other_floats(slot: Slot, site: ast.Call) -> None:
    """TF1's layers take the dtype of their input; Keras casts the input to float32.

    Raises:
        RefusedCallError: where the input, or what the call says, is of another floating point type.
    """
    for event in slot.events if slot.events[0].uses else ():
        cells = [value.core for value in event.arguments.values() if isinstance(value, CellObject)]
        bounds = (event.arguments, *(cell.bound for cell in cells))
        given = [dtype_name(bound.get("dtype")) for bound in bounds]
        value = event.arguments.get("inputs")
        own = value.dtype if isinstance(value, Tensor) else of_tensor(value)
        other = next((dtype for dtype in (own, *given) if dtype in OTHER_FLOATS), None)
        if other is not None:
            message = f"it computes with {other}, and Keras would cast its input to float32"
            raise RefusedCallError("refused-dtype", message, site)


def default_argument(creation: Creation, name: str, value: Value) -> Bound:
    """An argument that an arg_scope sets, written out.

    Raises:
        CannotMoveError: when it is more than a constant or a function of TensorFlow.
    """
    if isinstance(value, bool | int | float | str) or value is None:
        return Bound(repr(value), value)
    code = outside_code(creation, value)
    if code is None or not isinstance(value, External):
        raise CannotMoveError(f"an arg_scope sets {name} here")
    return Bound(code, canonical=value.name)


def regularizers(
    creation: Creation, slot: Slot, site: ast.Call, needs: Needs, roles: Mapping[str, str]
) -> dict[str, str]:
    """What the scope's regularizer is for this layer.

    Raises:
        RefusedCallError: where it reaches more than kernels and biases.
    """
    if not slot.events[0].uses:
        return {}
    regularizer = scope_option(creation, slot, site, "regularizer", needs)
    if regularizer is None:
        return {}
    if "kernel_regularizer" not in roles:
        message = "the scope's regularizer reaches variables of this layer that Keras does not regularize"
        raise RefusedCallError("refused-scope-options", message, site)
    return {"kernel_regularizer": regularizer, "bias_regularizer": regularizer}


def scope_defaults(slot: Slot, roles: Mapping[str, str]) -> dict[str, Value]:
    """Arguments that the event had beyond those written at the site."""
    site = slot.sites[0]
    api = entry(slot.api)
    written = {p.name for p, _ in zip(api.parameters, site.args, strict=False)} | {
        k.arg for k in site.keywords
    }
    return {
        name: value
        for name, value in slot.events[0].arguments.items()
        if name not in written and name in roles
    }


def input_rank(slot: Slot) -> int | None:
    """The rank of the layer's input, where every use agrees."""
    ranks = set()
    for event in slot.events:
        value = event.arguments.get("inputs")
        ranks.add(len(value.shape) if isinstance(value, Tensor) and value.shape is not None else None)
    return ranks.pop() if len(ranks) == 1 else None


def bound_argument(
    creation: Creation, role: str, node: ast.expr, needs: Needs, loops: frozenset[str]
) -> Bound:
    """One argument for the catalogue. Tensors and training flags stay in ``call``, where their code is."""
    value = creation.values.get(node)
    literal = literal_value(node)
    if role in ("input", "training", "name", "scope", "reuse", "vanish"):
        return Bound(creation.text.segment(node), literal)
    canonical = value.name if isinstance(value, External) else ""
    items = None
    if canonical and find(canonical) is not None:  # a normalizer, which becomes a layer of its own
        return Bound(creation.text.segment(node), literal, True, canonical)
    if isinstance(value, DictVal) and value.complete and isinstance(node, ast.Dict | ast.Call):
        items = dict_items(creation, node, needs, loops)
    if items is not None:
        return Bound(creation.text.segment(node), literal, True, canonical, items)
    return Bound(creation.code(node, needs, loops), literal, True, canonical, items)


def dict_items(
    creation: Creation, node: ast.expr, needs: Needs, loops: frozenset[str]
) -> dict[str, Bound] | None:
    """The entries of a dict display or ``dict(...)`` call."""
    pairs: list[tuple[str, ast.expr]] = []
    if isinstance(node, ast.Dict):
        for key, item in zip(node.keys, node.values, strict=True):
            if not isinstance(key, ast.Constant):
                return None
            pairs.append((str(key.value), item))
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "dict"
        and not node.args
    ):
        pairs = [(k.arg, k.value) for k in node.keywords if k.arg]
    else:
        return None
    roles = {"is_training": "training"}
    return {key: bound_argument(creation, roles.get(key, "init"), item, needs, loops) for key, item in pairs}


def part_code(
    creation: Creation, slot: Slot, part: Part, needs: Needs, loops: frozenset[str], in_graph: bool = False
) -> str:
    """Constructor call of one part. ``in_graph``: its layer is called in graphs that sessions run, too."""
    trained = part.training not in (None, "False") or id(slot.sites[0]) in creation.evaluation.objects.trained
    constructor, code = made_by(creation, part, in_graph and trained)
    name = given_name(creation, slot, part, needs, loops)
    return f"{constructor}({', '.join(piece for piece in (code, name) if piece)})"


def made_by(creation: Creation, part: Part, trained_in_graph: bool) -> tuple[str, str]:
    """The class of one part, and its arguments without a name."""
    arguments = ", ".join(code if not key else f"{key}={code}" for key, code in part.arguments)
    constructor = creation.symbols.own(part.constructor)
    if trained_in_graph and "BatchNormalization" in constructor:
        creation.symbols.standins.add("graph batch normalization")
        constructor = "GraphBatchNormalization"
    return constructor, creation.symbols.own(arguments)


def given_name(creation: Creation, slot: Slot, part: Part, needs: Needs, loops: frozenset[str]) -> str:
    """``name=`` as the program names the layer; a path with slashes is no name in Keras."""
    api = CATALOGUE.get(slot.api)
    if api is None:
        return ""
    role = next((p.name for p in api.parameters if p.role in ("name", "scope")), "")
    site = slot.home or slot.sites[0]
    node = next((k.value for k in site.keywords if k.arg == role), None)
    value = slot.events[0].arguments.get(role)
    text = show(path_of(value) or ()) if isinstance(value, str | Text) else ""
    own = site in creation.unit.module.calls
    if not own or node is None or part.suffix or not text or "/" in text or isinstance(value, Sym):
        return ""
    if isinstance(node, ast.Name) and slot.loop is None and is_reused_name(creation, node):
        return f'name="{text}"'
    return f"name={creation.code(node, needs, loops)}"


def is_reused_name(creation: Creation, node: ast.Name) -> bool:
    """Whether a local name is set again and again, so that it is better read as what it is at a line."""
    return any(len(creation.stores(d).get(node.id, [])) > 1 for d in creation.functions_around(node))


def part_attributes(slot: Slot) -> list[str]:
    """One attribute for each Keras layer of a form."""
    assert slot.form is not None
    return [f"{slot.attribute}_{part.suffix}" if part.suffix else slot.attribute for part in slot.form.parts]
