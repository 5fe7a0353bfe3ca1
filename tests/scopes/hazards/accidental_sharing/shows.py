import tensorflow as tf


def policy(x):
    with tf.variable_scope("head", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(x, 3)


def value(x):
    with tf.variable_scope("head", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(x, 3)


x = tf.placeholder(tf.float32, [None, 4])
both = policy(x), value(x)
