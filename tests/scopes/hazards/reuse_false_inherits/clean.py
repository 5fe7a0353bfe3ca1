import tensorflow as tf


def head(x, reuse=False):
    with tf.variable_scope("head", reuse=reuse):
        return tf.layers.dense(x, 2, name="out")


x = tf.placeholder(tf.float32, [None, 4])
with tf.variable_scope("net"):
    a = head(x, False)
with tf.variable_scope("net", reuse=True):
    b = head(x)  # says nothing, inherits
with tf.variable_scope("auto", reuse=tf.AUTO_REUSE):
    c = head(x, False)  # creates, as meant
    d = head(x, True)
