"""Two networks made by one function inside a method, and two blocks made by one inside a function."""
import tensorflow as tf


class Layers(tf.keras.layers.Layer):
    """A hidden layer, and the value of each action."""

    def __init__(self, n_hidden, w_init, b_init, n_features, n_actions, **kwargs):
        super().__init__(**kwargs)
        self.w1 = self.add_weight(
            name="w1", shape=[n_features, n_hidden], initializer=w_init.clone())
        self.b1 = self.add_weight(name="b1", shape=[1, n_hidden], initializer=b_init)
        self.w2 = self.add_weight(
            name="w2", shape=[n_hidden, n_actions], initializer=w_init.clone())
        self.b2 = self.add_weight(name="b2", shape=[1, n_actions], initializer=b_init)

    def call(self, states):
        l1 = tf.nn.relu(tf.matmul(states, self.w1) + self.b1)
        return tf.matmul(l1, self.w2) + self.b2


class Double(object):
    def __init__(self, n_features, n_actions):
        self.n_features = n_features
        self.n_actions = n_actions
        self.online = Layers(
            20, tf.keras.initializers.RandomNormal(0., 0.3),
            tf.keras.initializers.Constant(0.1), n_features=self.n_features,
            n_actions=self.n_actions)
        self.target = Layers(
            20, tf.keras.initializers.RandomNormal(0., 0.3),
            tf.keras.initializers.Constant(0.1), n_features=self.n_features,
            n_actions=self.n_actions)
        self.build()

    def build(self):
        self.now = tf.compat.v1.placeholder(tf.float32, [None, self.n_features], name="now")
        self.values = self.online(self.now)
        self.next = tf.compat.v1.placeholder(tf.float32, [None, self.n_features], name="next")
        self.next_values = self.target(self.next)

        online = [v.value for v in self.online.trainable_variables]
        target = [v.value for v in self.target.trainable_variables]
        self.copy = [tf.compat.v1.assign(t, o) for t, o in zip(target, online)]


# every block widens, and narrows again
class Block(tf.keras.layers.Layer):
    def __init__(self, size, scale, width, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale
        self.widen = tf.keras.layers.Dense(size, name="widen")
        self.narrow = tf.keras.layers.Dense(width, activation=tf.nn.tanh, name="narrow")

    def call(self, h):
        h = self.widen(h)
        return self.scale * self.narrow(h)


class Tower(tf.keras.layers.Layer):
    def __init__(self, width, gain, **kwargs):
        super().__init__(**kwargs)
        scale = gain + 1.0
        self.one = Block(size=width * 2, scale=scale, width=width, name="one")
        self.two = Block(size=width * 2, scale=scale, width=width, name="two")

    def call(self, x):
        return self.two(self.one(x))
