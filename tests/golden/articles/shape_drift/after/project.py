"""A scope that is reused with another shape: TensorFlow refuses to build it."""
import tensorflow as tf


def project(x, units, reuse=False):
    """Multiply by a matrix of `units` columns."""
    with tf.variable_scope("project", reuse=reuse):
        w = tf.get_variable("w", [x.shape[1].value, units])
        return tf.matmul(x, w)


def twice(x, y):
    """Project both; the second matrix has another width."""
    first = project(x, 4)
    try:
        second = project(y, 3, reuse=True)
    except ValueError as error:
        print("the shapes differ: %s" % error)
        second = y
    return first, second
