"""What is written for a call: which arguments, in which words, and which calls are refused and why."""

from __future__ import annotations

import ast

import pytest

from tf1to2reuse.apis.layers import (
    UNKNOWN,
    Bound,
    KerasForm,
    Refused,
    Undecided,
    bind,
    bound_from_code,
    find,
)
from tf1to2reuse.apis.layers.names import key_of


def form_of(call: str, rank: int | None = None, **known: object) -> KerasForm | Refused:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    api = find(ast.unparse(node.func))
    assert api is not None

    def argument(value: ast.expr) -> Bound:
        code = ast.get_source_segment(call, value) or ""
        bound = bound_from_code(code)
        canonical = code if find(code) else ""
        return Bound(code, known.get(code, bound.literal), True, canonical, bound.items)

    bound = bind(
        api, [argument(a) for a in node.args], {k.arg: argument(k.value) for k in node.keywords if k.arg}
    )
    return bound if isinstance(bound, Refused) else api.keras_form(bound, rank)


def written(form: KerasForm | Refused) -> list[str]:
    assert isinstance(form, KerasForm), form
    found = []
    for part in form.parts:
        arguments = ", ".join(f"{keyword}={code}" if keyword else code for keyword, code in part.arguments)
        found.append(f"{part.constructor.rsplit('.', 1)[1]}({arguments})")
    return found


WRITTEN = {
    "tf.layers.dense(x, 4, name='d', reuse=True)": ["Dense(4)"],
    "tf.layers.conv2d(x, n, 3, padding='SAME')": ["Conv2D(n, 3, padding='same')"],
    'tf.layers.conv2d(x, n, 3, padding="SAME")': ['Conv2D(n, 3, padding="same")'],
    "tf.layers.conv2d(x, n, 3, padding=mode)": ["Conv2D(n, 3, padding=mode.lower())"],
    "tf.layers.conv2d(x, n, 3, 1, 'valid', dilation_rate=[1, 1])": ["Conv2D(n, 3)"],
    "tf.layers.dense(x, 4, bias_initializer=tf.zeros_initializer())": ["Dense(4)"],
    "tf.layers.max_pooling2d(x, 2, 2)": ["MaxPooling2D(2)"],
    "tf.layers.max_pooling2d(x, k, s)": ["MaxPooling2D(k, strides=s)"],
    "tf.layers.batch_normalization(x, momentum=m, training=t)": ["BatchNormalization(momentum=m)"],
    "slim.conv2d(x, 8, [3, 3], scope='a')": ['Conv2D(8, [3, 3], padding="same", activation=tf.nn.relu)'],
    "slim.conv2d(x, 8, 1, 1, activation_fn=None)": ['Conv2D(8, 1, padding="same")'],
    "slim.conv2d(x, 8, 1, biases_initializer=None)": [
        'Conv2D(8, 1, padding="same", use_bias=False, activation=tf.nn.relu)'
    ],
    "slim.conv2d(x, 8, 1, biases_initializer=b, activation_fn=None)": [
        'Conv2D(8, 1, padding="same", use_bias=b is not None, bias_initializer=b)'
    ],
    "slim.conv2d(x, 8, 1, data_format='NCHW', activation_fn=None)": [
        'Conv2D(8, 1, padding="same", data_format="channels_first")'
    ],
    "slim.conv2d(x, 8, 1, normalizer_fn=tf.contrib.slim.batch_norm)": [
        'Conv2D(8, 1, padding="same", use_bias=False)',
        "BatchNormalization(momentum=0.999, scale=False)",
    ],
    "slim.dropout(x, 0.9)": ["Dropout(0.1)"],
    "slim.dropout(x, keep)": ["Dropout(1 - keep)"],
    "slim.dropout(x, a + b)": ["Dropout(1 - (a + b))"],
}


@pytest.mark.parametrize("call", WRITTEN)
def test_written(call: str) -> None:
    assert written(form_of(call)) == WRITTEN[call]


def test_value_known_in_one_call_only_is_not_a_default() -> None:
    assert written(form_of("tf.layers.conv2d(x, n, 3, strides=s)", s=1)) == ["Conv2D(n, 3, strides=s)"]
    assert written(form_of("tf.layers.max_pooling2d(x, k, s)", k=2, s=2)) == ["MaxPooling2D(k, strides=s)"]


def test_batch_norm_below_a_convolution() -> None:
    parameters = "{'is_training': t, 'scope': 'b'}"
    form = form_of(f"slim.conv2d(x, 8, 1, normalizer_fn=slim.batch_norm, normalizer_params={parameters})")
    assert isinstance(form, KerasForm)
    assert form.parts[1].weights["beta"] == "b/beta"
    assert form.parts[1].training == "t"
    assert form.parts[1].suffix == "bn"
    assert form.activation == "tf.nn.relu"


def test_activation_that_may_be_none_is_applied_so_that_none_works() -> None:
    form = form_of("slim.conv2d(x, 8, 1, activation_fn=act, normalizer_fn=slim.batch_norm)")
    assert isinstance(form, KerasForm)
    assert form.activation == "tf.keras.activations.get(act)"


@pytest.mark.parametrize(
    ("epsilon", "rank", "expected"),
    [
        ("1e-5", 4, "epsilon=1.001e-5"),
        ("1e-5", 2, "epsilon=1e-5"),
        ("1e-4", 4, "epsilon=1e-4"),
        ("eps", 4, "epsilon=max(eps, 1.001e-5)"),
        ("eps", 2, "epsilon=eps"),
    ],
)
def test_least_epsilon_of_the_fused_kernel(epsilon: str, rank: int, expected: str) -> None:
    form = form_of(f"tf.layers.batch_normalization(x, epsilon={epsilon})", rank)
    assert written(form) == [f"BatchNormalization({expected})"]


REFUSED = {
    "tf.layers.dense(x, 4, activity_regularizer=r)": "refused-activity-regularizer",
    "tf.layers.batch_normalization(x, renorm=True)": "refused-renorm",
    "tf.layers.batch_normalization(x, axis=[1, 2])": "refused-axis",
    "tf.layers.batch_normalization(x, trainable=False, training=t)": "refused-trainable",
    "tf.layers.batch_normalization(x, epsilon=1e-9)": "refused-epsilon",
    "slim.batch_norm(x, zero_debias_moving_mean=True)": "refused-zero-debias-moving-mean",
    "slim.batch_norm(x, batch_weights=w)": "refused-batch-weights",
    "slim.batch_norm(x, param_initializers=p)": "refused-param-initializers",
    "slim.conv2d(x, 4, 1, outputs_collections=c)": "refused-outputs-collections",
    "slim.conv2d(x, 4, 1, normalizer_fn=norm)": "refused-normalizer-fn",
    "slim.conv2d(x, 4, 1, normalizer_fn=slim.batch_norm, normalizer_params=p)": "refused-normalizer-params",
    "slim.convolution(x, 4, 1)": "refused-inputs",
    "slim.layer_norm(x, begin_norm_axis=2)": "refused-begin-norm-axis",
    "slim.group_norm(x, reduction_axes=[-2])": "refused-reduction-axes",
    "slim.separable_conv2d(x, n, 3)": "refused-num-outputs",
    "slim.bias_add(x, data_format=f)": "refused-data-format",
    "slim.conv2d_in_plane(x, 3)": "refused-no-layer",
    "tf.layers.dense(x)": "refused-arguments",
    "tf.layers.dense(x, 4, unit=3)": "refused-arguments",
    "tf.layers.dense(x, 4, units=3)": "refused-arguments",
}


@pytest.mark.parametrize("call", REFUSED)
def test_refused(call: str) -> None:
    form = form_of(call)
    assert isinstance(form, Refused)
    assert form.code == REFUSED[call]
    assert form.message


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("tf.layers.dense", "layers.dense"),
        ("tf.compat.v1.layers.dense", "layers.dense"),
        ("tensorflow.layers.Dense", "layers.Dense"),
        ("tensorflow.python.layers.core.dense", "layers.dense"),
        ("tf.contrib.slim.conv2d", "contrib.conv2d"),
        ("slim.conv2d", "contrib.conv2d"),
        ("tf_slim.layers.conv2d", "contrib.conv2d"),
        ("tensorflow.contrib.layers.python.layers.layers.convolution2d", "contrib.convolution2d"),
        ("tensorflow.contrib.slim.python.slim.layers.conv2d", "contrib.conv2d"),
        ("tf.keras.layers.Dense", None),
        ("keras.layers.Dense", None),
        ("tf.nn.relu", None),
    ],
)
def test_names(name: str, key: str | None) -> None:
    assert key_of(name) == key


def test_unknown_switch_leaves_the_variables_undecided() -> None:
    api = find("tf.layers.dense")
    assert api is not None
    with pytest.raises(Undecided):
        api.variables({"units": 4, "use_bias": UNKNOWN})
    assert [spec.trainable for spec in api.variables({"units": 4, "trainable": UNKNOWN})] == [None, None]
