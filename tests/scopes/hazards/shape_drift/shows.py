import tensorflow as tf


def tower(x, units):
    with tf.variable_scope("tower", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(x, units, name="out")


x = tf.placeholder(tf.float32, [None, 4])
left = tower(x, 2)
right = tower(x, 3)
