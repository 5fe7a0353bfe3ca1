import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    x = tf.placeholder(tf.float32, [2, 3])
    p = tf.placeholder(tf.bool, [])
    with tf.variable_scope("c"):
        y = tf.cond(p, lambda: tf.layers.dense(x, 3), lambda: tf.layers.dense(x, 3, name="other"))
    y = tf.layers.dense(y, 3)
    return []
