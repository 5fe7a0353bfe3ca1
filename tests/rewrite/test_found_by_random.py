"""Small programs for defects that random models showed (``tests/random_programs/models.py``)."""

from __future__ import annotations

from textwrap import dedent

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import RewriteResult

HEAD = "import numpy as np\nimport tensorflow as tf\nslim = tf.contrib.slim\n\n\n"


def rewritten(code: str, **others: str) -> tuple[str, RewriteResult]:
    """The text after a rewrite, and everything about it. ``others``: further modules."""
    modules = {"m": HEAD + dedent(code), **others}
    result = rewrite([SourceFile(f"{name}.py", text) for name, text in modules.items()])
    return next((change.after for change in result.changes if change.path == "m.py"), ""), result


def refusals(result: RewriteResult) -> dict[str, str]:
    """The refusal code of every function that stays."""
    return {o.function.partition(":")[2]: o.code for o in result.outcomes if o.kind == "refused"}


NET = """\
def net(x, scope, reuse=None):
    with tf.variable_scope(scope, reuse=reuse):
        return slim.fully_connected(x, 3)


"""


def test_alias_that_nothing_reads_goes() -> None:
    text, result = rewritten(NET)
    assert "slim" not in text and not [f for f in result.findings if f.needs_person]


def test_alias_that_another_module_imports_stays() -> None:
    text, result = rewritten(NET, other="from m import slim\n\nprint(slim.nested)\n")
    assert "slim = tf.contrib.slim" in text
    assert any(f.place.file == "m.py" and f.needs_person for f in result.findings)


def test_alias_that_is_still_read_stays() -> None:
    text, _ = rewritten(NET + "print(slim.learning)\n")
    assert "slim = tf.contrib.slim" in text


def test_parameter_that_nothing_reads_is_still_taken() -> None:
    text, _ = rewritten("""\
        def net(x, flag=True):
            w = tf.get_variable("w", [x.shape[-1].value, 3])
            return tf.matmul(x, w)
        """)
    assert "def __init__(self, flag=True, **kwargs):" in text


def test_training_that_a_call_leaves_out_is_written() -> None:
    text, _ = rewritten("""\
        def net(x, training=True):
            with tf.variable_scope("net"):
                return tf.layers.batch_normalization(x, training=training)


        def both(x):
            x = tf.layers.dropout(x, 0.5, training=False)
            return net(x)
        """)
    assert "return self.net(x, training=True)" in text


def test_training_whose_default_is_no_constant_is_refused() -> None:
    _, result = rewritten("""\
        TRAIN = bool(np.random.randint(2))


        def net(x, training=TRAIN):
            with tf.variable_scope("net"):
                return tf.layers.batch_normalization(x, training=training)


        def both(x):
            with tf.variable_scope("both"):
                return net(tf.layers.dense(x, 3))
        """)
    assert refusals(result)["both"] == "refused-no-form"


def test_object_of_a_class_without_constructor_is_made_once() -> None:
    text, _ = rewritten("""\
        class Net(object):
            def __call__(self, x):
                with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
                    return tf.layers.dense(x, 3)


        def both(x, y):
            net = Net()
            return net(x), net(y)
        """)
    assert "self.net = Net()" in text and "return self.net(x), self.net(y)" in text


def test_arg_scopes_that_differ_between_callers_are_refused() -> None:
    _, result = rewritten(
        NET
        + """\
def probe(a=np.zeros([2, 3], "float32")):
    with slim.arg_scope([slim.fully_connected], activation_fn=tf.nn.tanh):
        b = net(a, "a")
    return {"b": b, "c": net(a, "c")}
"""
    )
    assert refusals(result)["net"] == "refused-scope-options"


def test_arg_scope_that_all_callers_open_is_written_out() -> None:
    text, result = rewritten(
        NET
        + """\
def probe(a=np.zeros([2, 3], "float32")):
    with slim.arg_scope([slim.fully_connected], activation_fn=tf.nn.tanh):
        return {"b": net(a, "a"), "c": net(a, "c")}
"""
    )
    assert refusals(result) == {} and "tf.keras.layers.Dense(3, activation=tf.nn.tanh)" in text


def test_attribute_and_parameter_of_one_name_are_refused() -> None:
    _, result = rewritten("""\
        class Net(object):
            def __init__(self, units=3, name="net"):
                self.units = units
                self.name = name

            def part(self, x, units, scope):
                with tf.variable_scope(scope):
                    return tf.layers.dense(tf.layers.dense(x, units), self.units)

            def __call__(self, x):
                with tf.variable_scope(self.name, reuse=tf.AUTO_REUSE):
                    return self.part(self.part(x, 4, "a"), 5, "b")
        """)
    assert refusals(result)["Net.part"] == "refused-no-form"


def test_calls_that_share_a_layer_and_differ_in_what_it_does_are_refused() -> None:
    _, result = rewritten("""\
        def net(x):
            with tf.variable_scope("net") as scope:
                h = tf.layers.dense(x, 5, activation=tf.nn.relu, name="fc")
                scope.reuse_variables()
                return tf.layers.dense(h, 5, activation=tf.nn.tanh, name="fc")
        """)
    assert refusals(result)["net"] == "refused-no-form"


def test_a_default_that_is_written_is_no_difference() -> None:
    _, result = rewritten("""\
        def net(x):
            with tf.variable_scope("net") as scope:
                h = tf.layers.conv2d(x, 5, 3, name="c")
                scope.reuse_variables()
                return h, tf.layers.conv2d(x, 5, 3, padding="valid", activation=None, name="c")
        """)
    assert refusals(result) == {}


def test_unnamed_layers_that_not_every_round_makes_are_refused() -> None:
    _, result = rewritten("""\
        def net(x, n):
            for i in range(3):
                if i > 0:
                    x = tf.layers.dense(x, 4)
            return x
        """)
    assert refusals(result)["net"] == "refused-no-form"
