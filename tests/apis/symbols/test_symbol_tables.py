"""Every name that the tables emit exists in the installed TensorFlow and takes the arguments it is given."""

from __future__ import annotations

import builtins
import inspect
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from symbol_rewriting import rewritten

from tf1to2reuse.apis.symbols import (
    Arg,
    CallRewrite,
    Problem,
    creates_no_variables,
    is_pure_op,
    is_random,
    rename,
    rewrite_call,
    tables,
)
from tf1to2reuse.apis.symbols.natives import natives

TF1_NAMES = sorted(tables.targets())
# Argument forms that TF 1.15 has and current TensorFlow cannot be given; everything else must go through.
NO_TARGET = {
    "tf.autograph.experimental.set_loop_options": "back_prop is gone",
    "tf.config.experimental.set_virtual_device_configuration": "virtual_devices was renamed",
    "tf.data.experimental.OptionalStructure": "value_structure was renamed",
    "tf.OptionalSpec": "value_structure was renamed",
    "tf.RaggedTensor": "a private constructor",
    "tf.random.experimental.create_rng_state": "algorithm was renamed",
    "tf.errors.UnknownError": "error_code became positional",
}


def resolve(dotted: str) -> Any:
    """The object of an emitted name."""
    head, _, rest = dotted.partition(".")
    found: Any = {"tf": tf, "np": np}.get(head) or getattr(builtins, head)
    for part in rest.split(".") if rest else []:
        found = getattr(found, part)
    return found


def signature(target: Any) -> inspect.Signature | None:
    """The signature, without ``self``; None where Python cannot tell."""
    try:
        return inspect.signature(target.__init__ if inspect.isclass(target) else target)
    except (TypeError, ValueError):
        return None


def accepted(target: Any, args: tuple[Arg, ...]) -> None:
    """Raises TypeError unless the arguments (some of them) can be given."""
    found = signature(target)
    if found is None or any(arg.star for arg in args):
        return
    positional = [arg.code for arg in args if arg.keyword is None]
    own = ["self"] if inspect.isclass(target) and "self" in found.parameters else []
    found.bind_partial(*own, *positional, **{arg.keyword: arg.code for arg in args if arg.keyword})


def forms(name: str) -> Iterator[tuple[Arg, ...]]:
    """Calls of a TF1 function: nothing, everything by position, each argument by keyword."""
    words = tables.tf1_signatures().get(name, ())
    stop = next((i for i, word in enumerate(words) if word.startswith("*")), len(words))
    yield ()
    for count in range(1, stop + 1):
        yield tuple(Arg(f"a_{word}") for word in words[:count])
    for word in words:
        if not word.startswith(("*", "_sentinel")):
            yield (Arg(f"a_{word}", word),)


@pytest.mark.parametrize("name", TF1_NAMES)
def test_reference_exists(name: str) -> None:
    found = rename(name)
    if not isinstance(found, Problem):
        resolve(found or name)


def test_references_without_target() -> None:
    """What is gone is gone for a known reason: the list must not grow by accident."""
    refused = {name for name in TF1_NAMES if isinstance(rename(name), Problem)}
    outside = {n for n in refused if not n.startswith(("tf.estimator.", "tf.layers.", "tf.nn.", "tf.keras."))}
    assert outside == {
        "tf.config.experimental_list_devices",
        "tf.data.experimental.CheckpointInputPipelineHook",
        "tf.data.experimental.MapVectorizationOptions",
        "tf.data.experimental.StatsAggregator",
        "tf.data.experimental.StatsOptions",
        "tf.data.experimental.bytes_produced_stats",
        "tf.data.experimental.latency_stats",
        "tf.lite.experimental.get_potentially_supported_ops",
        "tf.lite.experimental.nn.TFLiteLSTMCell",
        "tf.lite.experimental.nn.TfLiteRNNCell",
        "tf.lite.experimental.nn.dynamic_rnn",
        "tf.tpu.experimental.AdagradParameters",
        "tf.tpu.experimental.AdamParameters",
        "tf.tpu.experimental.StochasticGradientDescentParameters",
    }


@pytest.mark.parametrize("name", [n for n in TF1_NAMES if not n.startswith("tf.keras.")])
def test_every_form_of_call_is_accepted(name: str) -> None:
    if isinstance(rename(name), Problem) or name in NO_TARGET or name.endswith(".FLAGS"):
        return
    for args in forms(name):
        made = rewrite_call(name, args)
        if isinstance(made, Problem):
            assert made.code in ("pre-1.0-order", "argument-conflict"), (name, args, made)
        elif made is None:
            accepted(resolve(name), args)
        elif not made.code:
            accepted(resolve(made.function), made.args)


@pytest.mark.parametrize("name", sorted(NO_TARGET))
def test_lost_arguments_are_reported(name: str) -> None:
    assert any(isinstance(rewrite_call(name, args), Problem) for args in forms(name))


@pytest.mark.parametrize("name", [n for n in TF1_NAMES if n.startswith("tf.keras.")])
def test_keras_calls_are_accepted_or_reported(name: str) -> None:
    for args in forms(name):
        made = rewrite_call(name, args)
        if isinstance(made, CallRewrite):
            accepted(resolve(made.function), made.args)


@pytest.mark.parametrize("name", sorted(natives()))
def test_native_rows_are_used(name: str) -> None:
    """A row that no call takes would be dead."""
    native = natives()[name].target
    made = [rewrite_call(name, args) for args in forms(name)]
    assert any(isinstance(call, CallRewrite) and call.function == native for call in made) or name == native


@pytest.mark.parametrize("name", sorted(tables.contrib_aliases()))
def test_contrib_alias_is_a_tf1_name(name: str) -> None:
    assert tables.contrib_aliases()[name] in tables.targets()


@pytest.mark.parametrize(("old", "new"), sorted(tables.modules().items()))
def test_module_exists(old: str, new: str | None) -> None:
    found = rename(old)
    if not isinstance(found, Problem):
        resolve(found or old)
    assert isinstance(found, Problem) or new is not None


def test_pure_ops_are_functions_of_tf1() -> None:
    for name in tables.pure() | set(tables.lines("no_variables.txt")):
        assert name in tables.targets(), name


@pytest.mark.parametrize(
    "name",
    [
        "tf.nn.relu",
        "tf.matmul",
        "tf.random_normal",
        "tf.zeros_initializer",
        "tf.contrib.layers.l2_regularizer",
        "tf.group",
        "tf.contrib.util.constant_value",
        "tf.nn.batch_normalization",
        "tf.image.resize_bilinear",
        "tf.TensorShape",
    ],
)
def test_pure(name: str) -> None:
    assert is_pure_op(name)
    assert creates_no_variables(name)


@pytest.mark.parametrize(
    "name",
    [
        "tf.get_variable",
        "tf.Variable",
        "tf.variable_scope",
        "tf.layers.dense",
        "tf.nn.dynamic_rnn",
        "tf.make_template",
        "tf.train.AdamOptimizer",
        "tf.metrics.accuracy",
        "tf.cond",
        "tf.map_fn",
        "tf.keras.layers.Dense",
        "tf.nn.rnn_cell.LSTMCell",
        "tf.get_local_variable",
        "tf.contrib.layers.conv2d",
        "tf.train.get_or_create_global_step",
        "tf.nope",
    ],
)
def test_may_create_variables(name: str) -> None:
    assert not is_pure_op(name)
    assert not creates_no_variables(name)


@pytest.mark.parametrize(
    "name",
    ["tf.placeholder", "tf.name_scope", "tf.losses.mean_squared_error", "tf.summary.scalar", "tf.assign"],
)
def test_creates_nothing_but_is_not_pure(name: str) -> None:
    assert creates_no_variables(name)
    assert not is_pure_op(name)


def test_random() -> None:
    assert all(
        map(is_random, ("tf.random_normal", "tf.nn.dropout", "tf.random.uniform", "tf.image.random_hue"))
    )
    assert not any(map(is_random, ("tf.nn.relu", "tf.random_normal_initializer", "tf.reduce_sum")))


def test_rewriting_needs_no_tensorflow() -> None:
    code = "import sys; from tf1to2reuse.apis import symbols as s; s.rename('tf.log'); "
    code += "print('tensorflow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_numpy_names_exist() -> None:
    for name in (
        "np.float",
        "np.int",
        "np.bool",
        "np.object",
        "np.product",
        "np.in1d",
        "np.row_stack",
        "np.Inf",
    ):
        found = rename(name)
        assert isinstance(found, str)
        resolve(found)


def test_a_rewritten_expression_is_rewritten_once() -> None:
    """Native output means TF1 input of the same name where it is left alone: a second run changes nothing."""
    for code in ("tf.nn.dropout(x, keep_prob=0.9)", "tf.reduce_mean(x, keep_dims=True)", "tf.log(x)"):
        once = rewritten(code)
        assert rewritten(once) == once
