"""Calls of things outside the repository: TensorFlow's graph-building API, numpy and the standard library."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tf1to2reuse.facts.code import code_of
from tf1to2reuse.scopes import contexts
from tf1to2reuse.scopes.arg_scopes import arg_scope, in_force, values_of
from tf1to2reuse.scopes.arrays import numpy_call
from tf1to2reuse.scopes.cells import make_cell, make_state
from tf1to2reuse.scopes.contexts import neutral, unmodelled, variable_scope
from tf1to2reuse.scopes.dtypes import dtype_name
from tf1to2reuse.scopes.layer_loops import repeat, stack
from tf1to2reuse.scopes.layers import call_layer, in_trainable
from tf1to2reuse.scopes.operations import operation
from tf1to2reuse.scopes.optimizers import optimize_loss
from tf1to2reuse.scopes.recurrent import (
    BIDIRECTIONAL_RNN,
    DYNAMIC_RNN,
    STATIC_BIDIRECTIONAL_RNN,
    STATIC_RNN,
    run_both_ways,
    run_rnn,
    run_static,
    run_static_both_ways,
)
from tf1to2reuse.scopes.requests import Form, log
from tf1to2reuse.scopes.stdlib import STANDARD, namespace
from tf1to2reuse.scopes.store import AUTO, GraphState, ScopeVal, VariableInfo
from tf1to2reuse.scopes.templates import make_template
from tf1to2reuse.scopes.tensors import dims, shape_of
from tf1to2reuse.scopes.trace import Event, VariableUse
from tf1to2reuse.scopes.values import (
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
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

Arguments = dict[str, Value]


def bind(parameters: tuple[str, ...], args: list[Value], kwargs: Arguments) -> Arguments:
    """Positional and keyword arguments by name."""
    return {**dict(zip(parameters, args, strict=False)), **kwargs}


GET_VARIABLE = (
    "name", "shape", "dtype", "initializer", "regularizer", "trainable", "collections", "caching_device",
    "partitioner",
)  # fmt: skip
VARIABLE_SCOPE = (
    "name_or_scope", "default_name", "values", "initializer", "regularizer", "caching_device", "partitioner",
    "custom_getter", "reuse", "dtype",
)  # fmt: skip
VARIABLE = (
    "initial_value", "trainable", "collections", "validate_shape", "caching_device", "name", "variable_def",
    "dtype",
)  # fmt: skip
SCOPED_NAMES = {
    "tf.nn.dynamic_rnn",
    "tf.nn.static_rnn",
    "tf.nn.bidirectional_dynamic_rnn",
    "tf.nn.raw_rnn",
    "tf.nn.static_bidirectional_rnn",
}
NO_VARIABLES_PREFIXES = (
    "tf.train.", "tf.summary.", "tf.gfile.", "tf.app.", "tf.flags.", "tf.logging.", "tf.data.", "tf.io.",
    "tf.python_io.", "tf.contrib.training.", "tf.saved_model.", "tf.test.", "tf.errors.", "tf.compat.",
    "tf.contrib.learn.", "tf.contrib.data.", "tf.contrib.framework.", "tf.python.", "tf.core.",
    "tf.examples.", "tf.contrib.tpu.", "tf.distributions.",
    "tf.contrib.distributions.", "tf.contrib.summary.", "tf.profiler.", "tf.keras.utils.",
    "tf.keras.initializers.", "tf.keras.regularizers.", "tf.initializers.", "tf.regularizers.",
    "tf.layers.utils.", "tf.contrib.slim.utils.", "tf.contrib.layers.utils.", "tf.contrib.signal.",
    "tf.contrib.cluster_resolver.", "tf.contrib.image.", "tf.contrib.opt.", "tf.contrib.keras.datasets.",
    "tf.contrib.layers.summarize_", "tf.contrib.slim.summarize_", "tf.contrib.crf.crf_decode",
    "tf.contrib.crf.viterbi_decode", "tf.contrib.crf.crf_sequence_score", "tf.contrib.crf.crf_log_norm",
    "tf.contrib.crf.crf_unary_score", "tf.contrib.crf.crf_binary_score",
    "tf.estimator.",  # an estimator builds in a graph of its own
    # of tf.contrib.seq2seq: attention mechanisms make a layer for the memory, dynamic_decode runs the cell
    *(
        f"tf.contrib.seq2seq.{name}"
        for name in (
            "sequence_loss", "tile_batch", "gather_tree", "hardmax", "safe_cumprod", "monotonic_attention",
            "TrainingHelper", "GreedyEmbeddingHelper", "SampleEmbeddingHelper", "InferenceHelper",
            "CustomHelper", "ScheduledEmbeddingTrainingHelper", "ScheduledOutputTrainingHelper",
            "BasicDecoder", "BeamSearchDecoder", "FinalBeamSearchDecoderOutput", "AttentionWrapperState",
        )
    ),
)  # fmt: skip
MAKES_VARIABLES = (
    "tf.contrib.framework.local_variable", "tf.contrib.framework.global_variable",
    "tf.contrib.learn.models.", "tf.contrib.learn.ops.", "tf.contrib.distributions.bijectors.",
)  # fmt: skip
"""Parts of what makes none otherwise."""
HARMLESS_ENDINGS = (
    "_initializer", "_regularizer", "Initializer", "_initializer_conv2d", "get_variable_collections",
)  # fmt: skip
CREATING_PREFIXES = (
    "tf.contrib.",
    "tf.layers.",
    "tf.nn.rnn_cell.",
    "tf.keras.",
    "tf.metrics.",
)


def call_external(
    ev: Evaluator, frame: Frame, node: ast.Call | None, name: str, args: list[Value], kwargs: Arguments
) -> Value:
    """A call of an External by its canonical name."""
    where = node if node is not None else ast.Call(ast.Name(name, ast.Load()), [], [], lineno=0, col_offset=0)
    handler = HANDLERS.get(name)
    if handler is not None:
        return handler(ev, frame, where, args, kwargs)
    if name.startswith("tf."):
        return call_tensorflow(ev, frame, where, name, args, kwargs)
    if name.startswith(("np.", "scipy.")):
        return numpy_call(ev, where, name, args, kwargs)
    standard = STANDARD.get(name) or STANDARD.get(name.removeprefix("builtins."))
    if standard is not None:
        return standard(ev, frame, where, args, kwargs)
    return ev.unknown(where, f"{name}(...)")


def call_tensorflow(
    ev: Evaluator, frame: Frame, node: ast.Call, name: str, args: list[Value], kwargs: Arguments
) -> Value:
    """A TensorFlow function: a layer of the catalogue, an operation, or something not modelled."""
    args, kwargs = with_arg_scope(ev, name, args, kwargs)
    found = call_layer(ev, frame, node, name, args, kwargs)
    if found is not None:
        return found[0]
    if name.startswith("tf.metrics."):
        return metric(ev, frame, node, name, args, kwargs)
    made = make_cell(ev, frame, node, name, args, kwargs)
    if made is None and name == DYNAMIC_RNN:
        made = run_rnn(ev, frame, node, args, kwargs)
    if made is None and name == BIDIRECTIONAL_RNN:
        made = run_both_ways(ev, frame, node, args, kwargs)
    if made is None and name in (STATIC_RNN, "tf.contrib.rnn.static_rnn"):
        made = run_static(ev, frame, node, args, kwargs)
    if made is None and name in (STATIC_BIDIRECTIONAL_RNN, "tf.contrib.rnn.static_bidirectional_rnn"):
        made = run_static_both_ways(ev, frame, node, args, kwargs)
    if made is not None:
        return made
    if name in SCOPED_NAMES or (
        name.startswith(CREATING_PREFIXES)
        and (not name.startswith(NO_VARIABLES_PREFIXES) or name.startswith(MAKES_VARIABLES))
    ):
        if is_harmless(name):
            return Sym(
                "call",
                (name, tuple(map(ident, args)), tuple(sorted((k, ident(v)) for k, v in kwargs.items()))),
            )
        unmodelled(ev, frame, node, name, f"{name} is not modelled and may create variables")
        result = ev.unknown(node, f"{name}(...)")
        ev.tensorish.add(result)
        return result
    if (
        name.startswith(NO_VARIABLES_PREFIXES)
        or name.rpartition(".")[2][:1].isupper()
        or name.endswith(("_initializer", "_partitioner"))
    ):
        return Sym(
            "call",
            (
                name,
                ident(tuple(args)),
                tuple(sorted((k, ident(v)) for k, v in kwargs.items())),
                ev_count(ev, name),
            ),
        )
    from tf1to2reuse.scopes.gaps import note_callback

    note_callback(ev, frame, node, name, [*args, *kwargs.values()])
    return operation(ev, frame, node, name, args, kwargs)


def ev_count(ev: Evaluator, name: str) -> int:
    """Calls with an effect are unlike each other; equal ones of initializers and their like are alike."""
    if name.endswith(("_initializer", "_regularizer", "_partitioner")):
        return 0
    ev.counter += 1
    return ev.counter


def is_harmless(name: str) -> bool:
    """Initializers, regularizers and the like: they create nothing when called."""
    leaf = name.rpartition(".")[2]
    return (
        leaf.endswith(HARMLESS_ENDINGS)
        or leaf in {"HParams", "arg_scope", "nest"}
        or leaf.startswith("GraphKeys")
    )


def with_arg_scope(
    ev: Evaluator, name: str, args: list[Value], kwargs: Arguments
) -> tuple[list[Value], Arguments]:
    """Adds what the enclosing ``arg_scope`` sets for this function."""
    return args, {**values_of(in_force(ev, name)), **kwargs}


# -- variables -------------------------------------------------------------------------------------------


def get_variable(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    """``tf.get_variable``."""
    bound = bind(GET_VARIABLE, args, kwargs)
    leaf = path_of(bound.get("name"))
    if leaf is None:
        leaf = (ev.unknown(node, "variable name"),)
    path = join(ev.graph.current.name, leaf)
    form = variable_form(ev, node, bound)
    trainable = bound.get("trainable") is not False or in_trainable(bound)
    use = ev.request(node, path, "", form.shape, trainable, form=form, arguments=bound)
    ev.record(
        frame, Event("weight", node, frame.module, None, path, (use,), api="tf.get_variable", arguments=bound)
    )
    info = ev.graph.variables.get(use.path)
    own = bound.get("collections")
    if info is not None and use.how != "reused" and isinstance(own, ListVal) and own.items is not None:
        keys = frozenset(item for item in own.items if isinstance(item, str))
        ev.graph.variables[use.path] = replace(info, collections=keys)
    return Tensor(info.shape if info else form.shape, info.dtype if info else form.dtype, use.path)


def variable_form(ev: Evaluator, node: ast.Call, bound: Arguments) -> Form:
    """Shape and dtype that a request asks for, and those of a constant initializer."""
    options = ev.graph.current.options
    initial = bound.get("initializer") if bound.get("initializer") is not None else options.get("initializer")
    constant = isinstance(initial, Tensor | bool | int | float | ListVal)
    shape = dims(ev, bound.get("shape"))
    if constant and bound.get("shape") is not None:
        from tf1to2reuse.scopes.evaluator import Raised

        raise Raised("ValueError", "If initializer is a constant, do not specify shape", node)
    dtype = dtype_name(bound.get("dtype") or options.get("dtype"))
    if dtype is None and bound.get("dtype") is None and options.get("dtype") is None:
        dtype = "float32"
    if not constant:
        return Form(shape, dtype, shapeless=bound.get("shape") is None and known_callable(initial))
    kinds = {bool: "bool", int: "int32", float: "float32"}
    own = initial.dtype if isinstance(initial, Tensor) else kinds.get(type(initial))
    return Form(shape_of(initial), dtype, value=True, value_dtype=own)


def known_callable(initial: Value) -> bool:
    """Whether an initializer is surely one that needs a shape."""
    return (
        initial is None
        or isinstance(initial, External)
        or (isinstance(initial, Sym) and initial.op == "call")
    )


def make_variable(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    """``tf.Variable``: never shared; its name is made unique."""
    bound = bind(VARIABLE, args, kwargs)
    parts = path_of("Variable" if bound.get("name") is None else bound["name"])
    parts = (ev.unknown(node, "variable name"),) if parts is None else parts
    path = ev.graph.name_own(parts)
    if path is None:
        from tf1to2reuse.scopes.evaluator import Raised

        raise Raised("ValueError", f"'{show(parts)}' cannot be the name of a variable here", node)
    initial = bound.get("initial_value")
    shape = initial.shape if isinstance(initial, Tensor) else () if isinstance(initial, int | float) else None
    use = VariableUse(path, "", shape, bound.get("trainable") is not False, "created")
    ev.graph.variables[path] = VariableInfo(path, shape, use.trainable, 0)
    details: Arguments = {"arguments": bound, "api": "tf.Variable", "automatic": Text(parts)}
    log(ev, path, "", shape, use.trainable, "created", **details)
    ev.record(
        frame, Event("weight", node, frame.module, None, path, (use,), api="tf.Variable", arguments=bound)
    )
    return Tensor(shape, dtype_name(bound.get("dtype")), path)


# -- scopes ------------------------------------------------------------------------------------------------


def open_scope(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    return variable_scope(ev, frame, node, bind(VARIABLE_SCOPE, args, kwargs))


def current_scope(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    return ev.graph.current


def new_graph(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    return GraphState()


def session(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    graph = kwargs.get("graph")
    unknown = ev.unknown(node, "session")
    return contexts.graph_context(ev, graph) if isinstance(graph, GraphState) else neutral(unknown)


def open_name_scope(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments
) -> Value:
    """``tf.name_scope``: no part of a variable's name, except of a ``tf.Variable``'s."""
    bound = bind(("name", "default_name", "values"), args, kwargs)
    name = bound.get("name") if bound.get("name") is not None else bound.get("default_name")
    parts = path_of(name)
    return contexts.name_scope(ev, parts if parts is not None else (ev.unknown(node, "name scope"),), node)


def no_effect(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    return neutral(ev.unknown(node, code_of(node.func)))


def placeholder(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    bound = bind(("dtype", "shape", "name"), args, kwargs)
    ev.graph.names.operation(path_of(bound.get("name")) or (), "placeholder")
    return Tensor(dims(ev, bound.get("shape")), dtype_name(bound.get("dtype")))


def variables_list(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments
) -> Value:
    """``tf.trainable_variables(scope)`` and friends: the variables so far."""
    trainable = "trainable" in code_of(node.func).lower()
    return listed(ev, frame, node, args[0] if args else kwargs.get("scope"), trainable)


def collection(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    """``tf.get_collection(key, scope)``."""
    bound = bind(("key", "scope"), args, kwargs)
    key = bound.get("key")
    name = key.name.rpartition(".")[2] if isinstance(key, External) else key
    if name in ("TRAINABLE_VARIABLES", "trainable_variables"):
        return listed(ev, frame, node, bound.get("scope"), True)
    if name in ("GLOBAL_VARIABLES", "variables"):
        return listed(ev, frame, node, bound.get("scope"), False)
    if isinstance(key, str) and key in ev.program.variable_collections:
        return listed(ev, frame, node, bound.get("scope"), True, key)
    if isinstance(name, str) and name.endswith("_VARIABLES"):
        note_scope_filter(ev, frame, node, bound.get("scope"))
    return ev.unknown(node, "tf.get_collection(...)")


def listed(
    ev: Evaluator, frame: Frame, node: ast.Call, scope: Value, trainable: bool, collection: str = ""
) -> Value:
    """The variables so far, or all trainable ones, whose name ``scope`` matches at its beginning.

    ``scope`` is a regular expression: ``tf.Graph.get_collection`` of TF 1.15 passes it to ``re.match``.
    """
    note_scope_filter(ev, frame, node, scope)
    if not trainable and ev.graph.key in ev.trained:
        return ev.unknown(node, code_of(node.func))  # an optimizer's slots are among them
    found = []
    for info in ev.graph.variables.values():
        matched = matches(scope, info.path)
        if matched is None:
            return ev.unknown(node, code_of(node.func))
        wanted = collection in info.collections if collection else info.trainable or not trainable
        if matched and wanted:
            found.append(Tensor(info.shape, None, info.path))
    result = ListVal(found)
    result.symbolic = ev.generic  # type: ignore[attr-defined]
    return result


def matches(scope: Value, path: Path) -> bool | None:
    """Whether the scope of a collection takes in a variable; None where that is not known."""
    if scope is None or scope == "":
        return True
    start = path_of(scope)
    if start is not None and not isinstance(scope, str):
        if path[: len(start)] == start:
            return True
        return begins_with(path, start)
    if not isinstance(scope, str) or not all(isinstance(part, str) for part in path):
        return None
    try:
        return re.match(scope, "".join(path) + ":0") is not None
    except re.error:
        return None


def begins_with(path: Path, start: Path) -> bool | None:
    """Whether a path goes on as ``start`` ends, behind the same unknown parts; None where these differ."""
    *unknown, last = start
    here = path[len(unknown)] if len(path) > len(unknown) else None
    plain = isinstance(here, str) and isinstance(last, str) and re.fullmatch(r"[\w/-]+", last) is not None
    return here.startswith(last) if plain and list(path[: len(unknown)]) == unknown else None  # type: ignore[union-attr]


def note_scope_filter(ev: Evaluator, frame: Frame, node: ast.Call, scope: Value) -> None:
    """A ``scope`` argument is matched at the beginning of every variable's name."""
    if isinstance(scope, str) and scope:
        for path in ev.graph.variables:
            if len(path) == 1 and isinstance(path[0], str):
                ev.note("filter", "prefix", scope, path[0], node, frame.module)


def call_through(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    """Functions that call the functions they are given: cond, while_loop, map_fn, scan, py_func..."""
    from tf1to2reuse.scopes.calls import call_value
    from tf1to2reuse.scopes.values import FunctionVal, PartialVal

    functions = [
        v
        for value in [*args, *kwargs.values()]
        for v in flat(value)
        if isinstance(v, FunctionVal | PartialVal)
    ]
    name = code_of(node.func).rpartition(".")[2]
    given = path_of(kwargs.get("name")) or (OWN_NAMES.get(name, name),)
    scope = contexts.name_scope(ev, given, node)
    scope.enter()
    try:
        result: Value = Tensor(None)
        for function in functions:
            variables = [Tensor(None) for _ in range(parameter_count(function))]  # of unknown shape
            result = call_value(ev, frame, None, function, variables, {})
    finally:
        scope.exit()
    if name == "while_loop":
        initial = kwargs.get("loop_vars", args[2] if len(args) > 2 else None)
        items = initial.items if isinstance(initial, ListVal) else initial
        if isinstance(items, list | tuple):
            return ListVal([Tensor(None) for _ in items])
    return result if ev.is_tensor(result) or isinstance(result, ListVal | tuple) else Tensor(None)


OWN_NAMES = {"while_loop": "while", "map_fn": "map"}


def flat(value: Value) -> list[Value]:
    """A value, or what lists and tuples of it hold: ``tf.case`` takes pairs."""
    items = value.items if isinstance(value, ListVal) else value
    return [one for item in items for one in flat(item)] if isinstance(items, list | tuple) else [value]


def parameter_count(function: Value) -> int:
    """How many positional arguments a function needs."""
    definition = getattr(function, "definition", None)
    if definition is None:
        return 0
    arguments = definition.node.args
    bound = 1 if function.bound is not None else 0
    return max(0, len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults) - bound)


def named_outputs(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    """``collect_named_outputs(collections, alias, outputs)`` hands its outputs through."""
    bound = bind(("collections", "alias", "outputs"), args, kwargs)
    return bound.get("outputs", ev.unknown(node, "outputs"))


def metric(
    ev: Evaluator, frame: Frame, node: ast.Call, name: str, args: list[Value], kwargs: Arguments
) -> Value:
    """``tf.metrics.mean(...)``: a value and an update. Its variables are local, in a scope of its own."""
    given = {"name_or_scope": kwargs.get("name"), "default_name": name.rpartition(".")[2]}
    scope = variable_scope(ev, frame, node, given)
    scope.enter()
    scope.exit()
    found = tuple(ev.unknown(node, f"{name}(...)[{index}]") for index in range(2))
    ev.tensorish.update(found)
    return found


def last_dimension(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments
) -> Value:
    """slim's ``last_dimension(shape, min_rank)``: a number, the same value as ``shape[-1]``."""
    from tf1to2reuse.scopes.attributes import get_item

    shape = bind(("shape", "min_rank"), args, kwargs).get("shape")
    return get_item(ev, frame, node, shape, -1)


def penalty(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    """``apply_regularization(regularizer, weights_list)``: a number."""
    return operation(ev, frame, node, "tf.contrib.layers.apply_regularization", args, kwargs)


def template(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    return make_template(ev, frame, node, args, kwargs)


Handler = Callable[["Evaluator", "Frame", ast.Call, list[Any], dict[str, Any]], Any]
HANDLERS: dict[str, Handler] = {
    "tf.get_variable": get_variable,
    "tf.contrib.slim.model_variable": get_variable,
    "tf.contrib.slim.variable": get_variable,
    "tf.contrib.framework.model_variable": get_variable,
    "tf.contrib.framework.variable": get_variable,
    "tf.contrib.slim.utils.collect_named_outputs": named_outputs,
    "tf.contrib.layers.utils.collect_named_outputs": named_outputs,
    **{f"{space}.repeat": repeat for space in ("tf.contrib.slim", "tf.contrib.layers")},
    **{f"{space}.stack": stack for space in ("tf.contrib.slim", "tf.contrib.layers")},
    **{f"{space}.apply_regularization": penalty for space in ("tf.contrib.slim", "tf.contrib.layers")},
    "tf.contrib.slim.utils.last_dimension": last_dimension,
    "tf.contrib.layers.utils.last_dimension": last_dimension,
    "tf.Variable": make_variable,
    "tf.variable_scope": open_scope,
    "tf.variable_op_scope": open_scope,
    "tf.get_variable_scope": current_scope,
    **{f"{space}.LSTMStateTuple": make_state for space in ("tf.nn.rnn_cell", "tf.contrib.rnn")},
    "tf.Graph": new_graph,
    "tf.Session": session,
    "tf.InteractiveSession": session,
    "tf.name_scope": open_name_scope,
    "tf.device": no_effect,
    "tf.control_dependencies": no_effect,
    "tf.contrib.slim.arg_scope": arg_scope,
    "tf.contrib.framework.arg_scope": arg_scope,
    "tf.contrib.training.HParams": namespace,
    "tf.placeholder": placeholder,
    "tf.trainable_variables": variables_list,
    "tf.global_variables": variables_list,
    "tf.all_variables": variables_list,
    "tf.get_collection": collection,
    "tf.make_template": template,
    "tf.contrib.layers.optimize_loss": optimize_loss,
    "tf.cond": call_through,
    "tf.while_loop": call_through,
    "tf.map_fn": call_through,
    "tf.scan": call_through,
    "tf.foldl": call_through,
    "tf.foldr": call_through,
    "tf.case": call_through,
}

__all__ = ["AUTO", "ScopeVal", "Text", "call_external"]
