"""A response is compared with every turn of a conversation, by the same weights."""
import tensorflow as tf
from compact_layer import CompactLayer


class Normalize(tf.keras.layers.Layer):
    def __init__(self, epsilon=1e-6, **kwargs):
        super().__init__(**kwargs)
        self.epsilon = epsilon

    def build(self, x_shape):
        self.scale = self.add_weight(
            name="scale", shape=[x_shape[2]], initializer=tf.keras.initializers.Ones())

    def call(self, x):
        mean = tf.reduce_mean(x, axis=-1, keepdims=True)
        variance = tf.reduce_mean(tf.square(x - mean), axis=-1, keepdims=True)
        return self.scale * (x - mean) * tf.math.rsqrt(variance + self.epsilon)


class Block(CompactLayer):
    """What the query finds in the key."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.norm = Normalize()

    def call(self, query, key):
        found = tf.matmul(tf.nn.softmax(tf.matmul(query, key, transpose_b=True)), key)
        y = self.norm(query + found)
        return self.layer("ffn", tf.keras.layers.Dense, y.shape[-1], activation=tf.nn.relu)(y)


class Similarity(tf.keras.layers.Layer):
    """How alike two texts are, each as it sees the other."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.x_attend_y = Block()
        self.y_attend_x = Block()

    def call(self, x, y):
        x_a_y = self.x_attend_y(x, y)

        y_a_x = self.y_attend_x(y, x)

        return tf.matmul(x + x_a_y, y + y_a_x, transpose_b=True)


class Score(tf.keras.layers.Layer):
    def __init__(self, width=1, **kwargs):
        super().__init__(**kwargs)
        self.width = width

    def build(self, x_shape):
        self.w = self.add_weight(
            name="w", shape=[x_shape[2], self.width],
            initializer=tf.keras.initializers.TruncatedNormal(stddev=0.1))

    def call(self, x):
        w = self.w
        return tf.tensordot(x, w, 1)


class Match(tf.keras.layers.Layer):
    def __init__(self, similarity, **kwargs):
        super().__init__(**kwargs)
        self.similarity = similarity
        self.score = Score()

    def call(self, turns, response):
        scores = []
        for turn in turns:
            scores.append(self.score(self.similarity(turn, response)))
        return tf.add_n(scores)
