import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    with tf.variable_scope("add"):
        pass
    x = tf.placeholder(tf.float32, [2, 3], name="w")
    tf.get_variable("w", [1])
    y = tf.identity(x, name="out")
    with tf.variable_scope("out"):
        tf.Variable(1.0, name="v")
    return []
