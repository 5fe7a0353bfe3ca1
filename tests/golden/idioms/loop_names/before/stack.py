"""Scopes with formatted names inside loops: %, str.format and f-strings."""
import tensorflow as tf


def affine(x, units, scope):
    with tf.variable_scope(scope):
        w = tf.get_variable("w", [x.shape[-1].value, units])
        return tf.matmul(x, w)


def encoder(x, width, depth, is_training, reuse=False):
    """`depth` affine layers, each followed by a normalization."""
    with tf.variable_scope("encoder", reuse=reuse):
        for i in range(depth):
            x = affine(x, width, "h%d" % i)
            x = tf.layers.batch_normalization(x, training=is_training, name="bn%d" % i)
        return tf.layers.dense(x, 2, name="out")


def ladder(x, widths, reuse=False):
    """One layer per entry of `widths`."""
    with tf.variable_scope("ladder", reuse=reuse):
        for i, width in enumerate(widths):
            with tf.variable_scope("step_{}".format(i)):
                x = tf.layers.dense(x, width, tf.nn.relu, name="fc")
        return x


def heads(x, count, reuse=False):
    """`count` separate projections of `x`, side by side."""
    outputs = []
    for number in range(count):
        with tf.variable_scope(f"head_{number}", reuse=reuse):
            outputs.append(tf.nn.tanh(affine(x, 2, "project")))
    return tf.concat(outputs, axis=-1)
