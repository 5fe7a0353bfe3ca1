"""A siamese network: two branches, one set of weights, reuse=True in the second."""
import tensorflow as tf


def conv_relu(images, filters, scope):
    """A 3 x 3 convolution with a bias, followed by a rectifier."""
    with tf.variable_scope(scope):
        channels = images.shape[-1].value
        kernel = tf.get_variable("kernel", [3, 3, channels, filters])
        bias = tf.get_variable("bias", [filters], initializer=tf.constant_initializer(0.1))
        conv = tf.nn.conv2d(images, kernel, strides=[1, 1, 1, 1], padding="SAME")
        return tf.nn.relu(conv + bias)


def branch(images, reuse=False):
    """Embed a batch of images as vectors of length 3."""
    with tf.variable_scope("branch", reuse=reuse):
        net = conv_relu(images, 4, "conv1")
        net = conv_relu(net, 6, "conv2")
        net = tf.reduce_mean(net, axis=[1, 2])  # global average pooling
        return tf.layers.dense(net, 3, name="embedding")


def distance(left, right):
    """Euclidean distance between the embeddings of two batches."""
    a = branch(left)
    b = branch(right, reuse=True)
    return a, b, tf.sqrt(tf.reduce_sum(tf.square(a - b), axis=1) + 1e-6)
