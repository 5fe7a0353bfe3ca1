"""An actor, and two critics that one lambda makes under different scopes."""
import tensorflow as tf


class Mlp(tf.keras.layers.Layer):
    def __init__(self, sizes, activation=tf.tanh, **kwargs):
        super().__init__(**kwargs)
        self.dense = [
            tf.keras.layers.Dense(size, activation=activation)
            for size in sizes[:-1]]
        self.dense_1 = tf.keras.layers.Dense(sizes[-1])

    def call(self, x):
        for dense in self.dense:
            x = dense(x)
        return self.dense_1(x)


# one number for each state and action
class Value(tf.keras.layers.Layer):
    def __init__(self, activation, hidden_sizes, **kwargs):
        super().__init__(**kwargs)
        self.mlp = Mlp(list(hidden_sizes) + [1], activation)

    def call(self, inputs):
        return tf.squeeze(self.mlp(inputs), axis=1)


class ActorCritic(tf.keras.layers.Layer):
    def __init__(self, hidden_sizes=(8, 8), activation=tf.nn.relu, limit=1.0, **kwargs):
        super().__init__(**kwargs)
        self.hidden_sizes = hidden_sizes
        self.activation = activation
        self.limit = limit
        self.q1 = Value(activation=activation, hidden_sizes=hidden_sizes)
        self.q2 = Value(activation=activation, hidden_sizes=hidden_sizes)

    def build(self, x_shape, a_shape):
        self.pi = Mlp(list(self.hidden_sizes) + [a_shape[1]], self.activation)

    def call(self, x, a):
        pi = self.limit * tf.tanh(self.pi(x))

        q1 = self.q1(tf.concat([x, a], axis=-1))
        q2 = self.q2(tf.concat([x, a], axis=-1))
        q1_pi = self.q1(tf.concat([x, pi], axis=-1))
        return pi, q1, q2, q1_pi


class Scaled(tf.keras.layers.Layer):
    def __init__(self, width, name="dense", **kwargs):
        super().__init__(name=name, **kwargs)
        self.dense = tf.keras.layers.Dense(width)

    def call(self, h):
        return 2.0 * self.dense(h)


class Gate(tf.keras.layers.Layer):
    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.open = Scaled(width=width, name="open")
        self.body = Scaled(width=width, name="body")

    def call(self, x):
        return tf.sigmoid(self.open(x)) * self.body(x)
