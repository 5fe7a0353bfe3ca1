import tensorflow as tf


def network(x):
    x = tf.layers.dense(x, 3)
    return tf.layers.dense(x, 3)


def generator(x):
    with tf.variable_scope("generator", reuse=tf.AUTO_REUSE):
        return network(x)


def sampler(x):
    # another function, the same network: shared on purpose
    with tf.variable_scope("generator", reuse=tf.AUTO_REUSE):
        return network(x)


def policy(x):
    with tf.variable_scope("head", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(x, 3, name="policy")


def value(x):
    with tf.variable_scope("head", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(x, 3, name="value")


x = tf.placeholder(tf.float32, [None, 4])
results = generator(x), sampler(x), policy(x), value(x)
