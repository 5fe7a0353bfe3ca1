"""contrib's ``normalizer_fn`` and ``activation_fn``: what is applied after the layer proper.

An activation becomes the constructor's ``activation=``; behind a normalizer it is applied at the end. A
normalizer, or an activation that makes variables (``activation_fn=slim.batch_norm``), becomes a second part
below the layer's own scope.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from tf1to2reuse.apis.layers.model import (
    RANK,
    Bound,
    Call,
    KerasForm,
    Leaves,
    Part,
    Refused,
    RefusedError,
    Undecided,
    VariableSpec,
)
from tf1to2reuse.apis.layers.signature import bind

_SUFFIXES = {
    "batch_norm": "bn",
    "batch_normalization": "bn",
    "layer_norm": "ln",
    "instance_norm": "in",
    "group_norm": "gn",
}
_SCOPE_ARGUMENTS = {"contrib": "scope", "layers": "name"}


def activation(call: Call, parameter: str = "activation_fn") -> str | None:
    """Code of the activation, ``None`` if there is none. ``tf.nn.relu`` is contrib's default."""
    bound = call[parameter]
    return None if bound.literal is None else bound.code


def applied(code: str) -> str:
    """Code that can be called with one tensor, also where the variable may hold ``None`` or a name."""
    node = ast.parse(code, mode="eval").body
    if isinstance(node, ast.Lambda):
        return f"({code})"
    return (
        code
        if isinstance(node, ast.Attribute) and code.startswith("tf.")
        else f"tf.keras.activations.get({code})"
    )


def finish(call: Call, part: Part) -> KerasForm:
    """Add normalizer and activation of ``call`` to the layer proper."""
    code = activation(call)
    makes_variables = code is not None and makes_layer(call["activation_fn"])
    if call.is_none("normalizer_fn") and not makes_variables:
        given = (("activation", code),) if code is not None else ()
        return KerasForm((replace(part, arguments=part.arguments + given),))
    parts = [part]
    last: str | None = None
    if not call.is_none("normalizer_fn"):
        items = _parameters(call)
        form = attached(call, call["normalizer_fn"], items, "normalizer_fn")
        parts += form.parts
        last = form.activation
    if makes_variables:
        form = attached(call, call["activation_fn"], call["activation_fn"].items or {}, "activation_fn")
        if last is not None:
            raise call.refuse("activation_fn", "follows a normalizer that has its own activation")
        return KerasForm((*parts, *form.parts), form.activation)
    if last is not None and code is not None:
        raise call.refuse("activation_fn", "follows a normalizer that has its own activation")
    return KerasForm(tuple(parts), last if code is None else applied(code))


def makes_layer(bound: Bound) -> bool:
    """Whether a function argument is a layer of this catalogue that has a Keras layer of its own."""
    from tf1to2reuse.apis.layers import find

    return bool(bound.canonical) and find(bound.canonical) is not None


def attached(call: Call, function: Bound, items: Mapping[str, Bound], argument: str) -> KerasForm:
    """The form of a layer that is applied inside the scope of ``call``."""
    from tf1to2reuse.apis.layers import find

    api = find(function.canonical) if function.canonical else None
    if api is None or api.is_class:
        raise call.refuse(argument, "is not a layer that the catalogue knows")
    bound = bind(api, (), items, inputs=False)
    if isinstance(bound, Refused):
        raise RefusedError(bound.code, f"{call.api}: {argument}: {bound.message}")
    form = api.keras_form(bound, call.rank)
    if isinstance(form, Refused):
        raise RefusedError(form.code, f"{call.api}: {argument}: {form.message}")
    scope = _scope_of(call, bound, api.default_name, argument)
    suffix = _SUFFIXES.get(api.name.rsplit(".", 1)[-1], "norm")
    parts = tuple(replace(part, suffix=suffix, weights=below(scope, part.weights)) for part in form.parts)
    return KerasForm(parts, form.activation)


def below(scope: str, weights: Mapping[str, Leaves]) -> dict[str, Leaves]:
    """A weight map whose TF1 names are put below ``scope``."""
    return {
        key: f"{scope}/{leaf}" if isinstance(leaf, str) else tuple(f"{scope}/{one}" for one in leaf)
        for key, leaf in weights.items()
    }


def _scope_of(call: Call, bound: Mapping[str, Bound], default: str, argument: str) -> str:
    given = next((bound[name] for name in _SCOPE_ARGUMENTS.values() if name in bound), None)
    if given is None or given.literal is None:
        return default
    if not isinstance(given.literal, str):
        raise call.refuse(argument, f"has a scope that is not a literal: {given.code}")
    return given.literal


def _parameters(call: Call) -> Mapping[str, Bound]:
    bound = call["normalizer_params"]
    if bound.items is not None:
        return bound.items
    if bound.literal is None:
        return {}
    raise call.refuse("normalizer_params", "is not a dictionary whose keys are known")


def normalizer_variables(literals: Mapping[str, object], part: int) -> tuple[VariableSpec, ...] | None:
    """The variables of ``normalizer_fn`` below the layer's scope; ``None`` if there is no normalizer.

    In ``literals``, ``normalizer_fn`` is ``None`` or a canonical name and ``normalizer_params`` a dictionary.
    """
    if literals.get("normalizer_fn") is None:
        return None
    parameters = literals.get("normalizer_params") or {}
    if not isinstance(parameters, dict):
        raise Undecided("normalizer_params")
    return _variables_below(literals, "normalizer_fn", parameters, part)


def activation_variables(literals: Mapping[str, object], part: int) -> tuple[VariableSpec, ...]:
    """The variables of an activation that is itself a layer, given as its canonical name."""
    from tf1to2reuse.apis.layers import find

    name = literals.get("activation_fn")
    is_layer = isinstance(name, str) and find(name) is not None
    return _variables_below(literals, "activation_fn", {}, part) if is_layer else ()


def _variables_below(
    literals: Mapping[str, object], argument: str, parameters: Mapping[str, object], part: int
) -> tuple[VariableSpec, ...]:
    from tf1to2reuse.apis.layers import find

    name, rank = literals[argument], literals.get(RANK)
    api = find(name) if isinstance(name, str) else None
    if api is None:
        raise Undecided(argument)
    scope = parameters.get(_SCOPE_ARGUMENTS[api.name.split(".")[0]]) or api.default_name
    if not isinstance(scope, str):
        raise Undecided("normalizer_params")
    return tuple(
        replace(spec, leaf=f"{scope}/{spec.leaf}", keras=f"{part}.{spec.keras.split('.', 1)[1]}")
        for spec in api.variables(parameters, rank if isinstance(rank, int) else None)
    )
