import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    x = tf.zeros([2, 3])
    with tf.variable_scope("a", reuse=tf.AUTO_REUSE):
        one, two = tf.layers.Dense(3, name="d"), tf.layers.Dense(3, name="d")
        x = one(two(one(x)))
        bn = tf.layers.BatchNormalization()
    with tf.variable_scope("b"):
        x = bn(bn(x))
        tf.layers.dense(x, 3, name="d")
    return []
