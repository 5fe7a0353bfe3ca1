"""Scopes whose initializer reaches the kernels of what is made in them, and nothing else."""
import tensorflow as tf
from general_lstm import GeneralLSTMCell

SMALL = tf.keras.initializers.RandomUniform(-0.05, 0.05)


class Reader(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.lstm = tf.keras.layers.LSTM(
            size, kernel_initializer=tf.keras.initializers.RandomUniform(-0.1, 0.1),
            recurrent_initializer=tf.keras.initializers.RandomUniform(-0.1, 0.1),
            return_sequences=True)
        self.out = tf.keras.layers.Dense(
            2, kernel_initializer=tf.keras.initializers.RandomUniform(-0.1, 0.1),
            name="out")

    def call(self, x):
        y = self.lstm(x)
        return self.out(y)


class Ways(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.bidirectional_rnn = tf.keras.layers.Bidirectional(
            tf.keras.layers.RNN(
                GeneralLSTMCell(
                    size, forget_bias=0.3, kernel_initializer=SMALL.clone()),
                return_sequences=True),
            backward_layer=tf.keras.layers.GRU(
                size, kernel_initializer=tf.keras.initializers.Orthogonal(),
                recurrent_initializer=tf.keras.initializers.Orthogonal(),
                bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                reset_after=False, return_sequences=True, go_backwards=True),
            merge_mode=None)

    def call(self, x):
        y = self.bidirectional_rnn(x)
        return tf.concat(y, 2)


class Steps(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.cell = tf.keras.layers.SimpleRNNCell(
            size, kernel_initializer=SMALL.clone(), recurrent_initializer=SMALL.clone())

    def call(self, x):
        state = tf.zeros([2, self.cell.units])
        for t in range(3):
            y, state = self.cell(x[:, t], state)
        return y


class Image(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.both = tf.keras.layers.SeparableConv2D(
            3, 2, depthwise_initializer=SMALL.clone(),
            pointwise_initializer=SMALL.clone(), name="both")
        self.own = tf.keras.layers.Dense(
            2, kernel_initializer=SMALL.clone(), activation=tf.nn.relu, name="own")
        self.xavier = tf.keras.layers.Dense(2, activation=tf.nn.relu, name="xavier")

    def call(self, x):
        x = self.both(x)
        x = self.own(x)
        return self.xavier(x)
