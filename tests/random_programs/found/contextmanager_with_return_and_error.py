import contextlib

import tensorflow as tf

slim = tf.contrib.slim
notes = []


@contextlib.contextmanager
def block(name, reuse=None):
    try:
        with tf.variable_scope(name, reuse=reuse) as s:
            yield s
    except ValueError:
        tf.get_variable("handler", [1])
    finally:
        tf.get_variable("final_" + name, [1])


def f(x):
    with block("a") as s, tf.variable_scope("b"):
        return tf.layers.dense(x, 3)


def probe():
    f(tf.zeros([2, 3]))
    with block("q"):
        tf.get_variable("w", [1])
        tf.get_variable("w", [1])
    notes.append(tf.get_variable_scope().name)
    for i in range(3):
        with block("l%d" % i):
            if i == 1:
                break
            tf.get_variable("w", [1])
    return list(notes)
