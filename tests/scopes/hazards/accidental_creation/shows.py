import tensorflow as tf


def scale(x, scope):
    with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):
        return x * tf.get_variable("w", [4])


def shift(x, reuse=False):
    with tf.variable_scope("shift", reuse=reuse):
        return x + tf.Variable(tf.zeros([4]), name="b")


def layer(x, scope):
    with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):
        return tf.layers.dense(x, 4)


x = tf.placeholder(tf.float32, [None, 4])
a, b = scale(x, "encoder"), scale(x, "encodr")  # a typo
c, d = shift(x), shift(x, reuse=True)  # tf.Variable is never shared
with tf.variable_scope("net") as net:
    e = layer(x, net)
    f = layer(x, net)  # the object goes on counting: dense_1 where dense was meant
