import tensorflow as tf

slim = tf.contrib.slim
notes = []


def scope(name):
    return tf.variable_scope(name, reuse=tf.AUTO_REUSE)


def probe():
    with scope("a") as s:
        tf.get_variable("w", [1])
    with scope("a") as s:
        tf.layers.dense(tf.zeros([2, 3]), 3)
    return [s.name, s.reuse]
