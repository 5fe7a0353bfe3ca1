"""A numbered tower, two heads by name, unnamed layers, noise and dropout; one table read twice."""
import tensorflow as tf


class Block(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = [tf.keras.layers.Dense(5, activation=tf.nn.relu), tf.keras.layers.Dense(5)]

    def call(self, x):
        x = self.dense[0](x)
        return self.dense[1](x)


class Head(tf.keras.layers.Layer):
    def build(self, x_shape):
        self.w = self.add_weight(name="w", shape=[5], initializer="ones")

    def call(self, x):
        return tf.squeeze(x * self.w, 1)


class Tower(tf.keras.layers.Layer):
    def __init__(self, depth, **kwargs):
        super().__init__(**kwargs)
        self.h = [Block(name="h%d" % i) for i in range(depth)]
        self.parts = {name: Head(name="head_" + name) for name in ("mean", "scale")}
        self.drop = None

    def build(self, tokens_shape, keep_prob_shape):
        self.table = self.add_weight(name="table", shape=[11, 5], initializer="glorot_uniform")

    def call(self, tokens, keep_prob):
        x = tf.nn.embedding_lookup(self.table, tokens)
        for block in self.h:
            x = x + block(x)
            x = tf.nn.dropout(x, rate=1 - keep_prob)
        x = x + 0.1 * tf.random.normal(tf.shape(x))
        heads = {name: head(x) for name, head in self.parts.items()}
        logits = tf.matmul(heads["mean"], self.table, transpose_b=True)
        return logits, heads["scale"], tf.argmax(logits, -1)
