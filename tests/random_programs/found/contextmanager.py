import contextlib

import tensorflow as tf

slim = tf.contrib.slim
notes = []


@contextlib.contextmanager
def block(name, reuse=None):
    with tf.variable_scope(name, reuse=reuse) as s:
        tf.get_variable("in", [1])
        yield s
        tf.get_variable("after", [1])


def probe():
    with block("a") as s:
        tf.get_variable("w", [1])
        notes.append(s.name)
    with block("a", True):
        tf.get_variable("w", [1])
    return list(notes)
