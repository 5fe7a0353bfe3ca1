"""What one call or name becomes, as text. ``=`` means unchanged, ``!`` a problem's code."""

from __future__ import annotations

import ast

import pytest
from symbol_rewriting import arguments, call_text, dotted

from tf1to2reuse.apis.symbols import (
    Arg,
    CallRewrite,
    Problem,
    canonical,
    rename,
    rewrite_call,
    text,
    tf1_parameters,
)

CALLS = """
tf.log(x) -> tf.math.log(x)
tf.compat.v1.log(x) -> tf.math.log(x)
tf.matmul(a, b, name='x') -> =
tf.nn.dropout(x, keep_prob) -> tf.nn.dropout(x, rate=1 - keep_prob)
tf.nn.dropout(x, keep_prob=0.9, name='d') -> tf.nn.dropout(x, rate=0.1, name='d')
tf.nn.dropout(x, 0.5) -> tf.nn.dropout(x, rate=0.5)
tf.nn.dropout(x, 1.0) -> tf.nn.dropout(x, rate=0.0)
tf.nn.dropout(x, 1.0 - p) -> tf.nn.dropout(x, rate=p)
tf.nn.dropout(x, 1 - (a + b)) -> tf.nn.dropout(x, rate=a + b)
tf.nn.dropout(x, keep_prob=a + b) -> tf.nn.dropout(x, rate=1 - (a + b))
tf.nn.dropout(x, keep_prob=a * b) -> tf.nn.dropout(x, rate=1 - a * b)
tf.nn.dropout(x, keep_prob=a if t else b) -> tf.nn.dropout(x, rate=1 - (a if t else b))
tf.nn.dropout(x, keep_prob=p, noise_shape=s) -> tf.nn.dropout(x, rate=1 - p, noise_shape=s)
tf.nn.dropout(*args) -> tf.compat.v1.nn.dropout(*args)
tf.reduce_sum(x, **kw) -> tf.compat.v1.reduce_sum(x, **kw)
tf.reduce_sum(*args) -> =
tf.reduce_mean(x, reduction_indices=[1], keep_dims=True) -> tf.reduce_mean(x, axis=[1], keepdims=True)
tf.reduce_mean(x, axis=1, reduction_indices=0) -> tf.compat.v1.reduce_mean(x, axis=1, reduction_indices=0)
tf.reduce_mean(x, axis=1, reduction_indices=None) -> tf.reduce_mean(x, axis=1)
tf.reduce_mean(x, dims=1) -> !argument-unknown
tf.multinomial(l, num_samples=1, output_dtype=d) -> tf.random.categorical(l, num_samples=1, dtype=d)
tf.multinomial(l, 1, 7, 'n', d) -> tf.random.categorical(l, 1, seed=7, name='n', dtype=d)
tf.argmax(x, 1, 'n') -> tf.argmax(x, 1, name='n')
tf.transpose(x, [1, 0], 'n') -> tf.transpose(x, [1, 0], name='n')
tf.nn.max_pool(x, k, s, 'SAME') -> tf.nn.max_pool2d(x, k, s, 'SAME')
tf.nn.conv2d(x, filter=w, strides=s, padding='SAME') -> tf.nn.conv2d(x, filters=w, strides=s, padding='SAME')
tf.nn.conv2d(x, w, s, 'SAME', True, 'NCHW') -> tf.nn.conv2d(x, w, s, 'SAME', 'NCHW')
tf.assert_equal(a, b) -> tf.debugging.assert_equal(a, b)
tf.assert_equal(a, b, data=[c]) -> tf.compat.v1.assert_equal(a, b, data=[c])
tf.to_float(x) -> tf.cast(x, tf.float32)
tf.to_int32(x, name='n') -> tf.cast(x, tf.int32, name='n')
tf.where(c) -> =
tf.where(c, a, b) -> tf.compat.v1.where(c, a, b)
tf.where(x > 0, x, y) -> =
tf.where(x > z, x, y) -> tf.compat.v1.where(x > z, x, y)
tf.where(tf.equal(x, -1), tf.zeros_like(x), x) -> =
tf.div(a, b) -> tf.compat.v1.div(a, b)
tf.while_loop(c, b, [i, x]) -> =
tf.while_loop(c, b, [tf.constant(0)]) -> tf.while_loop(c, b, [tf.constant(0)])[0]
tf.while_loop(c, b, [x]) -> !argument-semantics
tf.while_loop(c, b, variables) -> tf.compat.v1.while_loop(c, b, variables)
tf.cond(p, lambda: tf.add(a, b), lambda: x - 1) -> =
tf.cond(p, f, g) -> tf.compat.v1.cond(p, f, g)
tf.cond(p, lambda: [x], lambda: [y]) -> !argument-semantics
tf.constant(0.0, shape=[2]) -> =
tf.constant([1, 2], shape=[1, 2]) -> =
tf.constant([1, 2], shape=[3]) -> !argument-semantics
tf.constant(v, shape=[2]) -> tf.compat.v1.constant(v, shape=[2])
tf.concat(1, [a, b]) -> !pre-1.0-order
tf.split(0, 3, x) -> !pre-1.0-order
tf.nn.sigmoid_cross_entropy_with_logits(x, y) -> !pre-1.0-order
tf.nn.sigmoid_cross_entropy_with_logits(logits=x, targets=y) -> !argument-unknown
tf.scalar_summary('a', b) -> !pre-1.0-name
tf.pack([a]) -> !pre-1.0-name
tf.nonsense(a) -> !symbol-unknown
tf.estimator.Estimator(f) -> !symbol-no-target
tf.layers.dense(x, 1) -> !layer-not-handled
tf.contrib.rnn.BasicLSTMCell(3) -> !layer-not-handled
tf.nn.dynamic_rnn(c, x) -> !layer-not-handled
tf.contrib.slim.conv2d(x, 3, 3) -> !layer-not-handled
tf.contrib.slim.losses.softmax_cross_entropy(a, b) -> !symbol-no-target
tf.contrib.training.HParams(a=1) -> !symbol-needs-standin
tf.get_variable('w', [1]) -> tf.compat.v1.get_variable('w', [1])
tf.variable_scope('a', reuse=True) -> tf.compat.v1.variable_scope('a', reuse=True)
tf.Variable(1.0, False) -> tf.compat.v1.Variable(1.0, False)
tf.name_scope('a') -> =
tf.name_scope('a%d' % i) -> =
tf.name_scope(None, 'a', [x]) -> tf.compat.v1.name_scope(None, 'a', [x])
tf.device('/cpu:0') -> =
tf.device(chooser) -> tf.compat.v1.device(chooser)
tf.contrib.layers.xavier_initializer() -> tf.keras.initializers.GlorotUniform()
tf.contrib.layers.xavier_initializer(False, seed=1) -> tf.keras.initializers.GlorotNormal(seed=1)
tf.contrib.slim.initializers.xavier_initializer() -> tf.keras.initializers.GlorotUniform()
tf.contrib.slim.variance_scaling_initializer() -> tf.keras.initializers.HeNormal()
tf.truncated_normal_initializer(stddev=0.02) -> tf.keras.initializers.TruncatedNormal(stddev=0.02)
tf.random_normal_initializer() -> tf.keras.initializers.RandomNormal(stddev=1.0)
tf.random_normal_initializer(0.0, 0.02, dtype=d) -> tf.keras.initializers.RandomNormal(0.0, 0.02)
tf.random_uniform_initializer() -> tf.keras.initializers.RandomUniform(minval=0.0, maxval=1.0)
tf.random_uniform_initializer(-1, None) -> tf.keras.initializers.RandomUniform(-1, 1.0)
tf.constant_initializer(v) -> tf.keras.initializers.Constant(v)
tf.constant_initializer([1, 2]) -> tf.compat.v1.constant_initializer([1, 2])
tf.zeros_initializer(tf.float32) -> tf.keras.initializers.Zeros()
tf.contrib.layers.l2_regularizer(0.0005) -> tf.keras.regularizers.L2(0.00025)
tf.contrib.layers.l2_regularizer(scale=decay) -> tf.keras.regularizers.L2(decay / 2)
tf.contrib.layers.l2_regularizer(a + b) -> tf.keras.regularizers.L2((a + b) / 2)
tf.contrib.layers.l2_regularizer(a * b) -> tf.keras.regularizers.L2(a * b / 2)
tf.contrib.layers.l1_regularizer(0.1) -> tf.keras.regularizers.L1(0.1)
tf.contrib.layers.apply_regularization(reg, ws) -> tf.add_n([reg(weight) for weight in ws])
tf.contrib.slim.apply_regularization(weight_reg, a + b) -> tf.add_n([weight_reg(value) for value in (a + b)])
tf.contrib.layers.apply_regularization(reg) -> !symbol-no-target
tf.contrib.layers.apply_regularization(reg, weights_list=None) -> !symbol-no-target
tf.keras.optimizers.Adam(lr=0.1) -> tf.keras.optimizers.Adam(learning_rate=0.1)
tf.keras.optimizers.SGD(0.1, decay=0.1) -> !argument-no-target
tf.keras.layers.LSTM(3) -> !argument-semantics
tf.keras.layers.LSTM(3, recurrent_activation='sigmoid') -> =
tf.keras.layers.GRU(3, recurrent_activation='sigmoid') -> !argument-semantics
tf.gfile.Exists(filename=p) -> tf.io.gfile.exists(path=p)
tf.gfile.FastGFile(p) -> tf.compat.v1.gfile.FastGFile(p)
tf.app.run() -> tf.compat.v1.app.run()
tf.train.AdamOptimizer(0.1) -> tf.compat.v1.train.AdamOptimizer(0.1)
tf.contrib.data.map_and_batch(f, 3) -> tf.data.experimental.map_and_batch(f, 3)
tf.contrib.distributions.Normal(a, b) -> tf.compat.v1.distributions.Normal(a, b)
tf.contrib.framework.get_or_create_global_step() -> tf.compat.v1.train.get_or_create_global_step()
tf.compat.as_str(x) -> =
np.float(3) -> float(3)
np.zeros(3) -> =
"""

NAMES = """
tf.log -> tf.math.log
tf.nn.relu -> =
tf.reduce_mean -> =
tf.argmax -> tf.compat.v1.argmax
tf.nn.dropout -> tf.compat.v1.nn.dropout
tf.nn.max_pool -> tf.nn.max_pool2d
tf.Variable -> =
tf.AUTO_REUSE -> tf.compat.v1.AUTO_REUSE
tf.get_variable -> tf.compat.v1.get_variable
tf.zeros_initializer -> tf.keras.initializers.Zeros
tf.random_normal_initializer -> tf.compat.v1.random_normal_initializer
tf.contrib.layers.xavier_initializer -> tf.keras.initializers.GlorotUniform
tf.contrib.layers.l2_regularizer -> !symbol-no-target
tf.contrib.layers.batch_norm -> !layer-not-handled
tf.contrib.rnn.LSTMStateTuple -> !layer-not-handled
tf.GraphKeys.UPDATE_OPS -> tf.compat.v1.GraphKeys.UPDATE_OPS
tf.flags.FLAGS.batch_size -> tf.compat.v1.flags.FLAGS.batch_size
tf.app.flags -> tf.compat.v1.app.flags
tf.losses -> tf.compat.v1.losses
tf.nn -> =
tf.layers -> !layer-not-handled
tf.contrib -> !symbol-no-target
tf.float32 -> =
tf.__version__ -> =
tf.logging.INFO -> tf.compat.v1.logging.INFO
tf.estimator.ModeKeys.TRAIN -> !symbol-no-target
tf.train.AdamOptimizer.__init__ -> tf.compat.v1.train.AdamOptimizer.__init__
tf.python.framework.ops.RegisterGradient -> tf.RegisterGradient
tf.python.platform.gfile.Exists -> tf.io.gfile.exists
tf.python.pywrap_tensorflow.NewCheckpointReader -> tf.compat.v1.train.NewCheckpointReader
tf.python.ops.rnn_cell -> !symbol-private
np.float -> float
np.float32 -> =
np.asscalar -> !symbol-no-target
os.path -> =
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [tuple(line.split(" -> ", 1)) for line in table.strip().splitlines()]  # type: ignore[misc]


def shown(made: CallRewrite | Problem | str | None) -> str:
    if made is None:
        return "="
    if isinstance(made, Problem):
        assert made.message
        return "!" + made.code
    return made if isinstance(made, str) else call_text(made)


@pytest.mark.parametrize(("before", "after"), rows(CALLS))
def test_call(before: str, after: str) -> None:
    node = ast.parse(before, mode="eval").body
    assert isinstance(node, ast.Call)
    made = shown(rewrite_call(canonical(dotted(node.func) or ""), arguments(node)))
    assert made == (before if after == "=" and made != "=" else after)
    if not made.startswith(("=", "!")):
        ast.parse(made, mode="eval")


@pytest.mark.parametrize(("before", "after"), rows(NAMES))
def test_name(before: str, after: str) -> None:
    assert shown(rename(before)) == after


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("tensorflow.log", "tf.log"),
        ("tensorflow.compat.v1.log", "tf.log"),
        ("tf.compat.v1.nn.relu", "tf.nn.relu"),
        ("tensorflow.contrib.slim.conv2d", "tf.contrib.slim.conv2d"),
        ("tf_slim.conv2d", "tf.contrib.slim.conv2d"),
        ("tensorflow.compat.v2.where", "tf.compat.v2.where"),
        ("tensorflow", "tf"),
        ("tensorflow.compat.v1", "tf"),
        ("numpy.float", "np.float"),
        ("tensorflow_hub.load", "tensorflow_hub.load"),
        ("numpyro.sample", "numpyro.sample"),
    ],
)
def test_canonical(spelling: str, name: str) -> None:
    assert canonical(spelling) == name


def test_knowledge_of_tensors_chooses_the_native_form() -> None:
    table, ids, condition, value = Arg("t", rank=2), Arg("ids"), Arg("c", rank=2), Arg("x", rank=2)
    assert shown(rewrite_call("tf.nn.embedding_lookup", [table, ids])) == "tf.nn.embedding_lookup(t, ids)"
    assert rewrite_call("tf.where", [condition, value, value]) == CallRewrite(
        "tf.where", (condition, value, value)
    )
    vector = Arg("c", rank=1)
    assert shown(rewrite_call("tf.where", [vector, value, value])) == "tf.compat.v1.where(c, x, x)"
    assert shown(rewrite_call("tf.div", [Arg("a", dtype="float32"), Arg("b")])) == "tf.divide(a, b)"


def test_known_values_are_never_written() -> None:
    made = rewrite_call("tf.nn.dropout", [Arg("x"), Arg("keep_prob", literal=0.5)])
    assert shown(made) == "tf.nn.dropout(x, rate=1 - keep_prob)"
    assert shown(rewrite_call("tf.concat", [Arg("axis", literal=1), Arg("xs")])) == "!pre-1.0-order"


def test_losses_stop_the_gradient_at_the_labels_once() -> None:
    labels = Arg("tf.stop_gradient(y)", "labels")
    made = rewrite_call("tf.nn.softmax_cross_entropy_with_logits", [labels, Arg("z", "logits")])
    assert shown(made) == "tf.nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(y), logits=z)"


def test_tf1_parameters() -> None:
    assert tf1_parameters("tf.nn.relu") == ("features", "name")
    assert tf1_parameters("tf.nope") is None


@pytest.mark.parametrize(
    ("code", "minus", "half"),
    [
        ("0.3", "0.7", "0.15"),
        ("1e-4", "0.9999", "5e-05"),
        ("x", "1 - x", "x / 2"),
        ("-x", "1 - (-x)", "(-x) / 2"),
        ("a - b", "1 - (a - b)", "(a - b) / 2"),
        ("f(x)[0].y", "1 - f(x)[0].y", "f(x)[0].y / 2"),
        ("1 - a", "a", "(1 - a) / 2"),
        ("a,\nb", "1 - (a,\nb)", "(a,\nb) / 2"),
    ],
)
def test_text(code: str, minus: str, half: str) -> None:
    assert (text.one_minus(code), text.half(code)) == (minus, half)
