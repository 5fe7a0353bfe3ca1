import tensorflow as tf


def tower(x):
    with tf.variable_scope("tower") as scope:
        try:
            weights = tf.get_variable("weights", [4, 2])
        except ValueError:
            scope.reuse_variables()
            weights = tf.get_variable("weights", [4, 2])
        return tf.matmul(x, weights)


x = tf.placeholder(tf.float32, [None, 4])
left = tower(x)
right = tower(x)
