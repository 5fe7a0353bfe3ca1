import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    s = tf.variable_scope("a", reuse=tf.AUTO_REUSE)
    with s:
        tf.get_variable("w", [1])
        tf.layers.dense(tf.zeros([2, 3]), 3)
    with tf.variable_scope("b"), s:
        tf.get_variable("w", [1])
        tf.layers.dense(tf.zeros([2, 3]), 3)
        tf.Variable(1.0, name="v")
    return []
