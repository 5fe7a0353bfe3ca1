import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    x = tf.placeholder(tf.float32, [2, 3])

    def body(i, x):
        return i + 1, tf.layers.dense(x, 3, name="d")

    with tf.variable_scope("c"):
        _, y = tf.while_loop(lambda i, x: i < 3, body, [tf.constant(0), x])
    y = tf.layers.dense(y, 3)
    return []
