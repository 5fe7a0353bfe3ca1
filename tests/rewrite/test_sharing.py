"""What is one instance, what is two, and what is left alone because neither can be shown."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import RewriteResult

NET = """\
import functools

import tensorflow as tf


def net(x, units=3, reuse=tf.AUTO_REUSE):
    with tf.variable_scope("net", reuse=reuse):
        return tf.layers.dense(x, units, name="out")


"""


def rewritten(code: str) -> tuple[str, RewriteResult]:
    """The text after a rewrite, and everything about it."""
    result = rewrite([SourceFile("m.py", NET + dedent(code))])
    text = next((change.after for change in result.changes if change.path == "m.py"), "")
    return text.replace("\r", ""), result


def refusals(result: RewriteResult) -> dict[str, str]:
    """The refusal code of every function that stays."""
    return {o.function.partition(":")[2]: o.code for o in result.outcomes if o.kind == "refused"}


def test_each_graph_has_its_instance() -> None:
    text, result = rewritten("""\
        def graphs():
            with tf.Graph().as_default():
                x = tf.placeholder(tf.float32, [None, 4])
                trained = net(x)
            with tf.Graph().as_default():
                y = tf.placeholder(tf.float32, [None, 4])
                evaluated = net(y)
            return trained, evaluated
        """)
    assert text.count("= Net()") == 2
    assert result.sharing_sites == 0


def test_two_calls_in_one_graph_share() -> None:
    text, result = rewritten("""\
        def graph():
            x = tf.placeholder(tf.float32, [None, 4])
            y = tf.placeholder(tf.float32, [None, 4])
            return net(x), net(y)
        """)
    assert text.count("= Net()") == 1
    assert result.sharing_sites == 1


def test_drivers_share_through_their_caller() -> None:
    text, result = rewritten("""\
        def train():
            x = tf.placeholder(tf.float32, [None, 4])
            return net(x, 3, False)


        def evaluate():
            y = tf.placeholder(tf.float32, [None, 4])
            return net(y, 3, True)


        def main():
            train()
            evaluate()
        """)
    assert refusals(result) == {}
    assert "def train(net):" in text and "def evaluate(net):" in text
    assert "    net = Net(3)\n    train(net)\n    evaluate(net)\n" in text
    assert result.sharing_sites == 1


def test_a_procedure_is_no_layer() -> None:
    text, result = rewritten("""\
        def main(argv=None):
            y = net(tf.ones([2, 4]))
            print(y)
        """)
    assert "def main(argv=None):\n    net = Net()\n    y = net(tf.ones([2, 4]))\n" in text
    assert refusals(result) == {}


def test_opposite_arms_share_nothing() -> None:
    _, result = rewritten("""\
        def main(wide):
            if wide:
                y = net(tf.ones([2, 4]), 8, False)
            else:
                y = net(tf.ones([2, 4]), 3, False)
            print(y)
        """)
    assert refusals(result) == {}
    assert result.sharing_sites == 0


def test_instance_in_a_registry() -> None:
    """Nobody who looks the function up in the dictionary owns an instance."""
    _, result = rewritten("""\
        NETS = {"net": net}


        def look_up(name):
            return NETS[name]


        def both(x, y):
            return look_up("net")(x), look_up("net")(y)
        """)
    assert set(refusals(result)) >= {"net"}


def test_partial_that_gives_what_creation_takes() -> None:
    after, result = rewritten("""\
        def both(x, y):
            wide = functools.partial(net, units=8)
            return wide(x), wide(y)
        """)
    assert not refusals(result)
    assert "partial(" not in after
    assert after.count("Net(units=8)") == 1


def test_other_width_where_it_is_passed_on() -> None:
    """The constructor would take ``units``; the call in ``apply`` gives it."""
    _, result = rewritten("""\
        def apply(function, x):
            return function(x, 8)


        def model(x):
            return apply(net, x)
        """)
    assert refusals(result)["net"] == "refused-passed-on"


LISTS = """\
class Pair(object):
    def __init__(self, features):
        self.x = tf.placeholder(tf.float32, [None, features])
        with tf.variable_scope("old"):
            self.old = tf.layers.dense(self.x, 2, name="d")
        with tf.variable_scope("new"):
            self.new = tf.layers.dense(self.x, 2, name="d")
        {before}
        self.sources = {what}
"""


@pytest.mark.parametrize(
    "what",
    [
        'tf.trainable_variables(scope="new")',
        'tf.trainable_variables("new/")',
        'tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="new")',
        'tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, "new")',
        '[v for v in tf.trainable_variables() if v.name.startswith("new")]',
    ],
)
def test_variables_of_a_scope(what: str) -> None:
    text, result = rewritten(LISTS.format(what=what, before="pass"))
    assert "self.sources = [v.value for v in self.new_d.trainable_variables]" in text
    assert not result.findings


@pytest.mark.parametrize(
    ("what", "before"),
    [
        ('tf.trainable_variables(scope="other")', "pass"),
        (
            'tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, "new")',
            "self.step = OPTIMIZER.minimize(self.new)",
        ),
        ("tf.model_variables()", "pass"),
    ],
)
def test_variables_that_are_not_known_to_be_an_instances(what: str, before: str) -> None:
    """No variable, an optimizer's variables among them, what layers alone put there."""
    _, result = rewritten(LISTS.format(what=what, before=before))
    assert [f.code for f in result.findings if f.code == "variables-by-name"] == ["variables-by-name"]


OBJECT = """\
class Net(object):
    def {name}(self, x{more}):
        with tf.variable_scope("own", reuse={reuse}):
            return tf.layers.dense(x, 3, name="out")


def twice(net, x):
    return net.{name}(net.{name}(x{given}){last})


def model(x):
    own = Net()
    return own.{name}(x), twice(own, x)
"""


def test_a_method_keeps_its_old_name_where_code_without_layers_calls_it() -> None:
    text, result = rewritten(
        OBJECT.format(name="encode_batch", more="", reuse="tf.AUTO_REUSE", given="", last="")
    )
    assert refusals(result) == {}
    assert "    def encode_batch(self, x):\n        return self(x)\n" in text
    assert "self.own(x)" in text and "net.encode_batch(net.encode_batch(x))" in text


@pytest.mark.parametrize(
    ("name", "more", "reuse", "given", "last"),
    [
        ("build", "", "tf.AUTO_REUSE", "", ""),  # a name that Keras reserves
        ("encode_batch", ", reuse=False", "reuse", ", True", ", reuse=True"),  # an argument that would go
    ],
)
def test_a_method_that_cannot_keep_its_name_is_refused(
    name: str, more: str, reuse: str, given: str, last: str
) -> None:
    text, result = rewritten(OBJECT.format(name=name, more=more, reuse=reuse, given=given, last=last))
    assert refusals(result)["Net"] == "refused-passed-on"
    assert f"def {name}(self, x{more})" in text or not text


def test_a_call_of_objects_of_several_classes_stays() -> None:
    text, result = rewritten("""\
        class Net(object):
            def encode_batch(self, x):
                with tf.variable_scope("own", reuse=tf.AUTO_REUSE):
                    return tf.layers.dense(x, 3, name="out")


        class Double(object):
            def encode_batch(self, x):
                return 2.0 * x


        def model(x):
            for one in [Net(), Double()]:
                x = one.encode_batch(x)
            return x
        """)
    assert "one.encode_batch(x)" in text
    assert "    def encode_batch(self, x):\n        return self(x)\n" in text or refusals(result)


def test_a_class_takes_a_name_that_nothing_else_has() -> None:
    text, result = rewritten("""\
        class Net(object):
            def __call__(self, x):
                return net(x) + 1.0
        """)
    assert refusals(result) == {}
    assert "class NetLayer(" in text and "self.net_layer = NetLayer()" in text


def test_a_parameter_with_the_name_of_a_function_is_no_mention_of_it() -> None:
    text, result = rewritten("""\
        def twice(net, x):
            return net(net(x))


        def model(x):
            return net(x)
        """)
    assert refusals(result) == {}
    assert "return net(net(x))" in text and "class Net(" in text
