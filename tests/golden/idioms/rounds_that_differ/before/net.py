import tensorflow as tf


def block(x, width, stride, first=False):
    """A residual block; the first one of a stack changes the width."""
    with tf.variable_scope("branch"):
        h = tf.layers.conv2d(x, width, 3, stride if first else 1, "same", name="conv_a")
        h = tf.layers.conv2d(tf.nn.relu(h), width, 3, 1, "same", name="conv_b")
    if first:
        x = tf.layers.conv2d(x, width, 1, stride, name="shortcut")
    return x + h


def stack(x, width, blocks, stride=2):
    for i in range(blocks):
        with tf.variable_scope("block_%d" % i):
            if i == 0:
                x = block(x, width, stride, first=True)
            else:
                x = block(x, width, stride)
    return x


def mixed(x, layers):
    """Other layers under numbered scopes."""
    for i in range(layers):
        with tf.variable_scope("layer_%d" % i):
            if i % 2 == 0:
                x = tf.layers.conv2d(x, 4, 3, padding="same", name="conv")
            else:
                x = tf.layers.conv2d_transpose(x, 4, 3, padding="same", name="deconv")
            x = tf.nn.relu(x)
    return x


def scaled(x, width):
    gain = tf.get_variable("gain", [width], initializer=tf.ones_initializer())
    return x * gain


def gained(x, width, steps):
    """A gain between the steps."""
    for i in range(steps):
        with tf.variable_scope("step_%d" % i):
            x = tf.nn.tanh(x)
            if i < steps - 1:
                x = scaled(x, width)
    return x
