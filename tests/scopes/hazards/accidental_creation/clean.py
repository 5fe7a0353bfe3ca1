import tensorflow as tf


def scale(x, scope):
    with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):
        return x * tf.get_variable("w", [4])


def shift(x, name):
    with tf.variable_scope(name):
        return x + tf.Variable(tf.zeros([4]), name="b")


def layer(x, scope):
    with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):
        return tf.layers.dense(x, 4)


x = tf.placeholder(tf.float32, [None, 4])
a, b = scale(x, "tower1"), scale(x, "tower2")
c, d = shift(x, "online"), shift(x, "target")
e, f = layer(x, "net"), layer(x, "net")
for name in ("tower_a", "tower_b", "tower_a"):
    scale(x, name)
