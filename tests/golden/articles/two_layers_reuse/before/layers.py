"""A two-layer perceptron that is built once and then applied a second time."""
import tensorflow as tf


def two_layers(x, width):
    """Return the logits of `x`, a batch of vectors.

    The second half of the function runs with reuse switched on, so the same
    four variables come back.
    """
    features = x.shape[-1].value
    with tf.variable_scope("perceptron") as scope:
        w1 = tf.get_variable("w1", [features, width])
        b1 = tf.get_variable("b1", [width], initializer=tf.zeros_initializer())
        w2 = tf.get_variable("w2", [width, features])
        b2 = tf.get_variable("b2", [features], initializer=tf.zeros_initializer())
        hidden = tf.nn.relu(tf.matmul(x, w1) + b1)
        once = tf.matmul(hidden, w2) + b2

        # The same weights again: nothing new is made from here on.
        scope.reuse_variables()
        w1 = tf.get_variable("w1", [features, width])
        b1 = tf.get_variable("b1", [width])
        w2 = tf.get_variable("w2", [width, features])
        b2 = tf.get_variable("b2", [features])
        hidden = tf.nn.relu(tf.matmul(once, w1) + b1)
        twice = tf.matmul(hidden, w2) + b2

        # A name that was never created.
        try:
            w3 = tf.get_variable("w3", [features, features])
            twice = tf.matmul(twice, w3)
        except ValueError as error:
            print("as expected: %s" % error)
    return once, twice
