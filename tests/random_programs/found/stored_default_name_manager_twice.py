import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    s = tf.variable_scope(None, "a")
    with s:
        tf.get_variable("w", [1])
    with tf.variable_scope("b"), s:
        tf.get_variable("w2", [1])
    return []
