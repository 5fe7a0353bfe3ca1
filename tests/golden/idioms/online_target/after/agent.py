"""Q-learning with an online and a target network."""
import tensorflow as tf


class Mlp(tf.keras.layers.Layer):
    """Dense layers in the caller's scope, numbered by TensorFlow."""

    def __init__(self, sizes, activation=tf.nn.relu, output_activation=None, **kwargs):
        super().__init__(**kwargs)
        self.dense = [
            tf.keras.layers.Dense(size, activation=activation)
            for size in sizes[:-1]]
        self.dense_1 = tf.keras.layers.Dense(sizes[-1], activation=output_activation)

    def call(self, x):
        for dense in self.dense:
            x = dense(x)
        return self.dense_1(x)


class QNetwork(tf.keras.layers.Layer):
    """Values of all actions, and of the best one."""

    def __init__(self, actions, **kwargs):
        super().__init__(**kwargs)
        self.q = Mlp([6, 6, actions])

    def call(self, state):
        values = self.q(state)
        return values, tf.reduce_max(values, axis=1)


class TdError(tf.keras.layers.Layer):
    """Temporal difference error; the online network is asked for both states."""

    def __init__(self, actions=3, discount=0.9, **kwargs):
        super().__init__(**kwargs)
        self.actions = actions
        self.discount = discount
        self.main = QNetwork(actions)
        self.target = QNetwork(actions)

    def call(self, state, action, next_state):
        values, _ = self.main(state)
        next_values, _ = self.main(next_state)
        target_values, _ = self.target(next_state)

        # double Q-learning: the online network chooses, the target network values
        best = tf.one_hot(tf.argmax(next_values, axis=1), self.actions)
        goal = self.discount * tf.reduce_sum(best * target_values, axis=1)
        taken = tf.reduce_sum(tf.one_hot(action, self.actions) * values, axis=1)
        return values, next_values, goal - taken
