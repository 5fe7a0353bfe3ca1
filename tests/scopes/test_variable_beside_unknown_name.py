"""A ``tf.Variable`` of the same unknown name is another variable (TF1 numbers it: ``name_1``)."""

from tests.random_programs.predict import evaluate

CODE = """\
import tensorflow as tf


def net(name):
    with tf.variable_scope("s", reuse=tf.AUTO_REUSE):
        tf.get_variable(name, [3])
        tf.Variable(0.0, name=name)
        return tf.get_variable(name, [3])
"""


def test_a_variable_does_not_take_the_place_of_one_with_an_unknown_name() -> None:
    [root] = evaluate({"prog.py": CODE}).roots
    assert root.activation.truncated == ""
    assert [info.requests for info in root.variables] == [2, 0]
