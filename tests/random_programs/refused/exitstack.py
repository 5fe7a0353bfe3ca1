import contextlib

import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    with contextlib.ExitStack() as stack:
        stack.enter_context(tf.variable_scope("a"))
        tf.get_variable("w", [1])
    return []
