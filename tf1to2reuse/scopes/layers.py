"""Layer calls of the TF1 API: which scope they open, which variables they ask for, in which order."""

from __future__ import annotations

import ast
from collections.abc import Callable
from copy import copy
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.arg_scopes import Setting, in_force, values_of
from tf1to2reuse.scopes.attached import call_attached, own_functions, own_specs, without
from tf1to2reuse.scopes.dtypes import floating
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.tensors import shape_of
from tf1to2reuse.scopes.trace import Event, VariableUse
from tf1to2reuse.scopes.values import (
    DictVal,
    External,
    ListVal,
    Path,
    Sym,
    Tensor,
    Text,
    Value,
    ident,
    join,
    path_of,
    show,
)

if TYPE_CHECKING:
    from tf1to2reuse.apis.layers.model import LayerApi
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame


def call_layer(
    ev: Evaluator, frame: Frame, node: ast.Call, name: str, args: list[Value], kwargs: dict[str, Value]
) -> tuple[Value] | None:
    """A call of a catalogued layer function, as a one-tuple; None when ``name`` is not one."""
    from tf1to2reuse.apis.layers import find

    api = find(name)
    if api is None:
        return None
    if api.is_class:
        from tf1to2reuse.scopes.layer_objects import construct

        return (construct(ev, frame, node, api, args, kwargs),)
    settings = settings_for(ev, api, args, kwargs)
    bound = bound_arguments(api, settings, args, kwargs)
    inputs = next((bound.get(p.name) for p in api.parameters if p.role == "input"), None)
    ev.mark_tensor(inputs)
    literals = literal_arguments(api, bound)
    shape = shape_of(inputs)
    functions = own_functions(bound)
    specs = variables_of(ev, frame, node, api, without(literals, functions), shape)
    specs = own_specs(specs, functions)
    result = Tensor(output_shape(api, shape, literals), floating(inputs))
    if api.numbering == "none" and not specs:
        ev.record(
            frame,
            Event(
                "layer", node, frame.module, None, ev.graph.current.name,
                api=api.name, arguments=bound, settings=settings, attached=attached_settings(ev, bound),
            ),
        )  # fmt: skip
    else:
        attached = partial(call_attached, ev, frame, functions, bound, result) if functions else None
        sizes = sized(specs, shape, result.shape, bound)
        event = request_layer(ev, frame, node, api, bound, sizes, attached)
        event.settings, event.attached = settings, attached_settings(ev, bound)
    return (result,)


def settings_for(
    ev: Evaluator, api: LayerApi, args: list[Value], kwargs: dict[str, Value]
) -> dict[str, Setting]:
    """What the enclosing ``arg_scope`` sets for a call that does not say it itself."""
    names = [parameter.name for parameter in api.parameters]
    given = {*names[: len(args)], *kwargs}
    return {k: s for k, s in in_force(ev, api.name).items() if k in names and k not in given}


def attached_settings(ev: Evaluator, bound: dict[str, Value]) -> dict[str, dict[str, Setting]]:
    """What the enclosing ``arg_scope`` sets for the layers applied inside this one."""
    from tf1to2reuse.apis.layers import find

    found: dict[str, dict[str, Setting]] = {}
    for argument in ("normalizer_fn", "activation_fn"):
        function = bound.get(argument)
        api = find(function.name) if isinstance(function, External) else None
        if api is not None and (settings := in_force(ev, api.name)):
            found[argument] = settings
    return found


def bound_arguments(
    api: LayerApi, settings: dict[str, Setting], args: list[Value], kwargs: dict[str, Value]
) -> dict[str, Value]:
    """Arguments by parameter name, with what the enclosing ``arg_scope`` sets."""
    given = {p.name: v for p, v in zip(api.parameters, args, strict=False)}
    return {**values_of(settings), **given, **kwargs}


def variables_of(
    ev: Evaluator, frame: Frame, node: ast.Call, api: LayerApi, literals: dict[str, Any], shape: Any
) -> tuple[Any, ...]:
    """The variables that the catalogue foresees; where an unknown decides it, that is recorded."""
    from tf1to2reuse.apis.layers import Undecided

    try:
        return api.variables(with_normalizer(ev, literals), len(shape) if shape is not None else None)
    except Undecided as error:
        from tf1to2reuse.scopes.contexts import unmodelled

        either = both_ways(api, with_normalizer(ev, literals), shape, error.argument) if ev.generic else None
        if either is not None:
            return either
        unmodelled(ev, frame, node, api.name, str(error))
        return ()


def both_ways(api: LayerApi, literals: dict[str, Any], shape: Any, argument: str) -> tuple[Any, ...] | None:
    """All variables that a flag of a generic run, being either, can bring about; None if it is no flag."""
    from tf1to2reuse.apis.layers import Undecided

    default = next((p.default for p in api.parameters if p.name == argument), None)
    if default not in ("True", "False"):
        return None
    found: dict[str, Any] = {}
    rank = len(shape) if shape is not None else None
    for flag in (True, False):
        try:
            specs = api.variables({**literals, argument: flag}, rank)
        except Undecided as error:
            inner = (
                both_ways(api, {**literals, argument: flag}, shape, error.argument)
                if error.argument != argument
                else None
            )
            if inner is None:
                return None
            specs = inner
        found.update({spec.leaf: spec for spec in specs if spec.leaf not in found})
    return tuple(found.values())


def with_normalizer(ev: Evaluator, literals: dict[str, Any]) -> dict[str, Any]:
    """The arguments with what ``arg_scope`` sets for the normalizer among its parameters."""
    from tf1to2reuse.apis.layers import find

    normalizer = literals.get("normalizer_fn")
    api = find(normalizer) if isinstance(normalizer, str) else None
    defaults = values_of(in_force(ev, api.name)) if api is not None else None
    given = literals.get("normalizer_params")
    if not defaults or not isinstance(given, dict | None):
        return literals
    merged = {**{name: opaque(value) for name, value in defaults.items()}, **(given or {})}
    return {**literals, "normalizer_params": merged}


def output_shape(
    api: LayerApi, shape: tuple[Any, ...] | None, literals: dict[str, Any]
) -> tuple[Any, ...] | None:
    """The shape of the result; unknown where the catalogue has no rule for these arguments."""
    if shape is None:
        return None
    return api.output_shape(shape, literals)


def literal_arguments(api: LayerApi, bound: dict[str, Value]) -> dict[str, Any]:
    """Every parameter's value for the catalogue: Python values, or the evaluator's own opaque ones."""
    literals: dict[str, Any] = {}
    for parameter in api.parameters:
        if parameter.name in bound:
            literals[parameter.name] = opaque(bound[parameter.name])
        elif parameter.default is not None:
            literals[parameter.name] = default_value(parameter.default)
    return literals


def opaque(value: Value) -> Any:
    """A value as the catalogue takes it."""
    if isinstance(value, ListVal):
        return (
            tuple(opaque(item) for item in value.items)
            if value.items is not None
            else Sym("list", (ident(value),))
        )
    if isinstance(value, tuple):
        return tuple(opaque(item) for item in value)
    if isinstance(value, DictVal) and value.complete:
        return {key: opaque(item) for key, item in value.items.items()}
    if isinstance(value, External):
        return value.name
    return value


@cache
def default_value(source: str) -> Any:
    """A default of the catalogue, which is source text."""
    try:
        return ast.literal_eval(source)
    except (ValueError, SyntaxError):
        return source


def request_layer(
    ev: Evaluator,
    frame: Frame,
    node: ast.Call,
    api: LayerApi,
    bound: dict[str, Value],
    specs: Any,
    attached: Callable[[], None] | None = None,
) -> Event:
    """Opens the layer's scope as TF1 does, asks for its variables; ``attached`` makes more in that scope."""
    name_role = next((p.name for p in api.parameters if p.role in ("scope",)), None) or "name"
    given = bound.get(name_role)
    reuse = next((bound.get(p.name) for p in api.parameters if p.role == "reuse"), None)
    path, automatic = layer_scope(ev, node, api, given, reuse)
    mode = layer_mode(ev, given, reuse)
    uses: list[VariableUse] = []
    saved = ev.graph.current
    ev.graph.current = inner_scope(ev, saved, given, path, reuse, mode)
    open_layer_name(ev, api, given, path, bound)
    try:
        for leaf, shape, trainable in specs:
            details = {"arguments": bound, "api": api.name, "automatic": automatic}
            own = inner_names(ev, given, leaf)
            uses.append(ev.request(node, join(path, own), leaf, shape, trainable, **details))
    finally:
        inner, ev.graph.current = ev.graph.current, saved
        event = Event("layer", node, frame.module, None, path, tuple(uses), api=api.name, arguments=bound)
        event.automatic = automatic
        ev.record(frame, event)
    if attached is not None:
        ev.graph.current = inner
        try:
            attached()
        finally:
            ev.graph.current = saved
            ev.graph.close_below(path)
    return event


def inner_names(ev: Evaluator, given: Value, leaf: str) -> tuple[Any, ...]:
    """A variable's name in the layer's scope; a normalizer is numbered there.

    Only a scope that is entered by its object remembers what it had before, and forgets this layer's again.
    """
    base, _, rest = leaf.partition("/")
    if not rest or not isinstance(given, ScopeVal):
        return (leaf,)
    tables = ("opened", "maybe", "counters", "automatic", "taken")
    kept = {name: copy(getattr(ev.graph, name)) for name in tables}
    numbered = ev.graph.unique(base)
    vars(ev.graph).update(kept)
    return join(numbered, (rest,))


Sized = tuple[str, tuple[Any, ...] | None, bool]


def sized(specs: Any, shape: Any, output: Any, bound: dict[str, Value]) -> list[Sized]:
    """Name, shape and trainability of every variable. A normalizer's are sized by the layer's output."""
    found: list[Sized] = []
    for spec in specs:
        own = spec.keras.startswith("0.")
        arguments = bound if own else getattr(bound.get("normalizer_params"), "items", {})
        trainable = spec.trainable is not False or in_trainable(arguments)
        found.append((spec.leaf, spec.resolve(shape if own else output), trainable))
    return found


def in_trainable(arguments: dict[str, Value]) -> bool:
    """Whether the variables are put into the collection of trainable ones by name."""
    given = arguments.get("variables_collections", arguments.get("collections"))
    items = given.items if isinstance(given, ListVal) else given
    names = (
        [item.name for item in items if isinstance(item, External)] if isinstance(items, list | tuple) else []
    )
    return any(name.endswith(".TRAINABLE_VARIABLES") for name in names)


def inner_scope(
    ev: Evaluator, outer: ScopeVal, given: Value, path: Path, reuse: Value, mode: Any
) -> ScopeVal:
    """The layer's own scope while its variables are asked for."""
    from tf1to2reuse.scopes.contexts import reuse_mode

    step = ev.step("layer", given, path, reuse, outer.reuse, mode)
    inherited = given.cause if isinstance(given, ScopeVal) else outer.cause
    cause = step if reuse_mode(reuse) is not None else inherited
    options = given.options if isinstance(given, ScopeVal) else outer.options
    return ScopeVal(path, mode, options, (*outer.trail, step), cause)


def open_layer_name(ev: Evaluator, api: LayerApi, given: Value, path: Path, bound: dict[str, Value]) -> None:
    """A layer's scope is a name scope too and uses up its name.

    contrib's functions enter the scope once more, for the layer of ``tf.layers`` that they wrap.
    """
    from tf1to2reuse.scopes.contexts import last_component

    names = ev.graph.names
    name = last_component(given.name) if isinstance(given, ScopeVal) else path_of(given)
    opened = names.unique(name or (api.default_name,))
    if wraps_layer(api, bound):
        around, names.current = names.current, opened
        names.unique(last_component(path))
        names.current = around


def wraps_layer(api: LayerApi, bound: dict[str, Value]) -> bool:
    """Whether a contrib function enters its scope again, as a layer object of ``tf.layers`` does."""
    if api.name == "contrib.separable_conv2d":
        return bound.get("num_outputs") is not None
    return api.name in WRAPPING


WRAPPING = {
    "contrib.batch_norm", "contrib.conv1d", "contrib.conv2d", "contrib.conv3d", "contrib.conv2d_transpose",
    "contrib.conv3d_transpose", "contrib.dropout", "contrib.fully_connected", "contrib.linear",
    "contrib.relu", "contrib.relu6", "contrib.elu",
}  # fmt: skip


def layer_mode(ev: Evaluator, given: Value, reuse: Value) -> Any:
    """The reuse mode inside the layer's own scope."""
    from tf1to2reuse.scopes.contexts import reuse_mode

    own = reuse_mode(reuse)
    inherited = given.reuse if isinstance(given, ScopeVal) else ev.graph.current.reuse
    return own if own is not None else inherited


def layer_scope(ev: Evaluator, node: ast.AST, api: LayerApi, given: Value, reuse: Value) -> tuple[Path, str]:
    """The scope path of the layer, and its base name when TF1 numbers it."""
    graph = ev.graph
    if isinstance(given, ScopeVal):
        graph.open(given.name)
        return given.name, ""
    if given is None or (given == "" and api.numbering == "layers"):
        if reuse and not isinstance(reuse, Sym):
            if api.numbering == "scope":
                from tf1to2reuse.scopes.evaluator import Raised

                raise Raised("ValueError", "reuse=True cannot be used without a name_or_scope", node)
            path = join(graph.current.name, (api.default_name,))
        else:
            own = graph.unique(api.default_name)
            if isinstance(reuse, Sym) and own != (api.default_name,):
                # The bare name, should ``reuse`` be set.
                own = (Sym("auto", (api.default_name, Sym("reused", (reuse, ident(Text(own)))))),)
            path = join(graph.current.name, own)
        graph.open(path)
        graph.close_below(path)
        return path, api.default_name
    parts = path_of(given)
    if parts is None:
        parts = (ev.unknown(None, "layer name"),)
    if parts and not graph.names.accepts(parts):
        from tf1to2reuse.scopes.evaluator import Raised

        raise Raised("ValueError", f"'{show(parts)}' is not a valid scope name", node)
    path = join(graph.current.name, parts)
    graph.open(path)
    graph.close_below(path)
    return path, ""


__all__ = ["Text", "call_layer"]
