"""Networks whose scopes are counted from one, and down."""
import tensorflow as tf


def conv(x, n):
    return tf.layers.dense(x, n)


def tower(x, depth=3):
    for i in range(1, depth + 1):
        with tf.variable_scope("block%d" % i):
            x = tf.layers.dense(x, 4)
    return x


def encoder(x, width):
    layers = []
    with tf.variable_scope("layer_1"):
        layers.append(conv(x, width))
    specs = [width * 2, width * 4, width]
    for n in specs:
        with tf.variable_scope("layer_%d" % (len(layers) + 1)):
            layers.append(conv(tf.nn.relu(layers[-1]), n))
    count = len(layers)
    for k, n in enumerate([width, width]):
        skip = count - k - 1
        with tf.variable_scope("up_%d" % (skip + 1)):
            layers.append(conv(tf.nn.relu(tf.concat([layers[-1], layers[skip]], 1)), n))
    return layers[-1]
