"""A siamese network: two branches, one set of weights, reuse=True in the second."""
import tensorflow as tf


class ConvRelu(tf.keras.layers.Layer):
    """A 3 x 3 convolution with a bias, followed by a rectifier."""

    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters

    def build(self, images_shape):
        self.kernel = self.add_weight(
            name="kernel", shape=[3, 3, images_shape[3], self.filters])
        self.bias = self.add_weight(
            name="bias", shape=[self.filters],
            initializer=tf.keras.initializers.Constant(0.1))

    def call(self, images):
        conv = tf.nn.conv2d(images, self.kernel, strides=[1, 1, 1, 1], padding="SAME")
        return tf.nn.relu(conv + self.bias)


class Branch(tf.keras.layers.Layer):
    """Embed a batch of images as vectors of length 3."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.conv1 = ConvRelu(4, name="conv1")
        self.conv2 = ConvRelu(6, name="conv2")
        self.embedding = tf.keras.layers.Dense(3, name="embedding")

    def call(self, images):
        net = self.conv1(images)
        net = self.conv2(net)
        net = tf.reduce_mean(net, axis=[1, 2])  # global average pooling
        return self.embedding(net)


class Distance(tf.keras.layers.Layer):
    """Euclidean distance between the embeddings of two batches."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.branch = Branch()

    def call(self, left, right):
        a = self.branch(left)
        b = self.branch(right)
        return a, b, tf.sqrt(tf.reduce_sum(tf.square(a - b), axis=1) + 1e-6)
