import tensorflow as tf

slim = tf.contrib.slim


def probe():
    x = tf.placeholder(tf.float32, [2, 3])
    x = slim.batch_norm(x, scope="w")
    with tf.variable_scope("w"):
        tf.get_variable("w", [3, 3])
