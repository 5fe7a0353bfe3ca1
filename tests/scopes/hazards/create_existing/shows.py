import tensorflow as tf


def tower(x):
    with tf.variable_scope("tower"):
        return tf.matmul(x, tf.get_variable("weights", [4, 2]))


x = tf.placeholder(tf.float32, [None, 4])
left = tower(x)
right = tower(x)
