"""A reused function that holds a plain tf.Variable: not shared."""
import tensorflow as tf


def scale(x, reuse=False):
    """Multiply by a matrix (shared) and by a gain (a new one for each call)."""
    with tf.variable_scope("scale", reuse=reuse):
        w = tf.get_variable("w", [x.shape[1].value, 2])
        gain = tf.Variable(tf.ones([2]), name="gain")
        return tf.matmul(x, w) * gain
