"""Blocks of the translator, each under a scope with a default name."""
import tensorflow as tf

from hparams import hp


class Normalize(tf.keras.layers.Layer):
    def __init__(self, epsilon=1e-8, name="normalize", **kwargs):
        super().__init__(name=name, **kwargs)
        self.epsilon = epsilon

    def build(self, x_shape):
        self.beta = self.add_weight(
            name="beta", shape=[x_shape[2]], initializer=tf.keras.initializers.Zeros())
        self.gamma = self.add_weight(
            name="gamma", shape=[x_shape[2]], initializer=tf.keras.initializers.Ones())

    def call(self, x):
        mean, variance = tf.nn.moments(x, [-1], keepdims=True)
        return self.gamma * (x - mean) / (variance + self.epsilon) ** 0.5 + self.beta


class Attention(tf.keras.layers.Layer):
    def __init__(self, num_heads=8, name="attention", **kwargs):
        super().__init__(name=name, **kwargs)
        self.num_heads = num_heads
        self.dropout = tf.keras.layers.Dropout(hp.dropout_rate)
        self.normalize = Normalize()

    def build(self, queries_shape):
        self.dense = tf.keras.layers.Dense(queries_shape[2])
        self.dense_1 = tf.keras.layers.Dense(queries_shape[2])
        self.dense_2 = tf.keras.layers.Dense(queries_shape[2])

    def call(self, queries, keys, training=True):
        d_model = queries.get_shape().as_list()[-1]
        q = self.dense(queries)
        k = self.dense_1(keys)
        v = self.dense_2(keys)
        q = tf.concat(tf.split(q, self.num_heads, axis=2), axis=0)
        k = tf.concat(tf.split(k, self.num_heads, axis=2), axis=0)
        v = tf.concat(tf.split(v, self.num_heads, axis=2), axis=0)
        weights = tf.nn.softmax(tf.matmul(q, k, transpose_b=True) / (d_model // self.num_heads) ** 0.5)
        weights = self.dropout(weights, training=training)
        heads = tf.concat(tf.split(tf.matmul(weights, v), self.num_heads, axis=0), axis=2)
        return self.normalize(heads + queries)


class FeedForward(tf.keras.layers.Layer):
    def __init__(self, num_units, name="feed_forward", **kwargs):
        super().__init__(name=name, **kwargs)
        self.dense = tf.keras.layers.Dense(num_units[0], activation=tf.nn.relu)
        self.dense_1 = tf.keras.layers.Dense(num_units[1])
        self.normalize = Normalize()

    def call(self, x):
        y = self.dense(x)
        y = self.dense_1(y)
        return self.normalize(y + x)
