import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    with tf.variable_scope("a", reuse=tf.AUTO_REUSE):
        tf.get_variable("w", [3])
        with tf.variable_scope(tf.get_variable_scope(), dtype=tf.float64):
            tf.get_variable("v", [3])
            tf.get_variable("w", [3])
    return []
