import tensorflow as tf

slim = tf.contrib.slim
notes = []


def f(x):
    try:
        with tf.variable_scope("a", reuse=True):
            return tf.layers.dense(x, 3)
    except ValueError:
        with tf.variable_scope("a"):
            return tf.layers.dense(x, 3)
    finally:
        tf.get_variable("fin", [1])


def probe():
    f(tf.zeros([2, 3]))
    return []
