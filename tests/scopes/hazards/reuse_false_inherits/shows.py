import tensorflow as tf


def head(x, reuse):
    with tf.variable_scope("head", reuse=reuse):
        return tf.layers.dense(x, 2, name="out")


x = tf.placeholder(tf.float32, [None, 4])
with tf.variable_scope("net"):
    a = head(x, None)
with tf.variable_scope("net", reuse=True):
    b = head(x, False)
