"""A language model that reads its embedding table twice: for lookup and for the logits."""
import tensorflow as tf


class Norm(tf.keras.layers.Layer):
    """Normalize to mean 0, deviation 1, then scale and shift."""

    def __init__(self, axis=-1, epsilon=1e-5, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis
        self.epsilon = epsilon

    def build(self, x_shape):
        self.g = self.add_weight(
            name="g", shape=[x_shape[2]], initializer=tf.keras.initializers.Constant(1))
        self.b = self.add_weight(
            name="b", shape=[x_shape[2]], initializer=tf.keras.initializers.Constant(0))

    def call(self, x):
        u = tf.reduce_mean(x, axis=self.axis, keepdims=True)
        s = tf.reduce_mean(tf.square(x - u), axis=self.axis, keepdims=True)
        x = (x - u) * tf.math.rsqrt(s + self.epsilon)
        return x * self.g + self.b


class LanguageModel(tf.keras.layers.Layer):
    """Logits of the next token for every position."""

    def __init__(self, vocabulary, size, name="model", **kwargs):
        super().__init__(name=name, **kwargs)
        self.wte = self.add_weight(
            name="wte", shape=[vocabulary, size],
            initializer=tf.keras.initializers.RandomNormal(stddev=0.02))
        self.ln = [Norm(name="ln_%d" % layer) for layer in range(2)]
        self.ln_f = Norm(name="ln_f")

    def call(self, tokens):
        h = tf.gather(self.wte, tokens)
        for layer in range(2):
            h = self.ln[layer](h)
            h = h + tf.cumsum(h, axis=1, exclusive=True)
        h = self.ln_f(h)
        return tf.tensordot(h, self.wte, [[2], [1]])
