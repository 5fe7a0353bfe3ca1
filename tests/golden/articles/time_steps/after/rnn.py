"""A recurrent network unrolled by hand: the cell's weights are shared over time."""
import tensorflow as tf


class Cell(tf.keras.layers.Layer):
    """One step of a simple recurrent cell."""

    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = size

    def build(self, x_shape, state_shape):
        self.w = self.add_weight(
            name="w", shape=[x_shape[1] + state_shape[1], self.size])
        self.b = self.add_weight(
            name="b", shape=[self.size], initializer=tf.keras.initializers.Zeros())

    def call(self, x, state):
        joined = tf.concat([x, state], axis=1)
        return tf.nn.tanh(tf.matmul(joined, self.w) + self.b)


class Unrolled(tf.keras.layers.Layer):
    """Run `steps` steps over `inputs` [batch, time, features]; return the states."""

    def __init__(self, steps, size, **kwargs):
        super().__init__(**kwargs)
        self.steps = steps
        self.size = size
        self.rnn = Cell(size)

    def call(self, inputs):
        state = tf.zeros([tf.shape(inputs)[0], self.size])
        states = []
        for t in range(self.steps):
            state = self.rnn(inputs[:, t], state)
            states.append(state)
        return tf.stack(states, axis=1)
