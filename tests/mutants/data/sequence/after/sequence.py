"""Two sentences through one reader: a written-out cell, recurrent layers, square weights, an average."""
import tensorflow as tf


class Cell(tf.keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, x_shape, memory_shape, hidden_shape):
        self.kernel = self.add_weight(name="kernel", shape=[x_shape[-1] + self.units, 4 * self.units])
        self.bias = self.add_weight(name="bias", shape=[4 * self.units])

    def call(self, x, memory, hidden):
        gates = tf.matmul(tf.concat([x, hidden], 1), self.kernel) + self.bias
        i, j, f, o = tf.split(gates, 4, axis=1)
        memory = memory * tf.sigmoid(f + 1.0) + tf.sigmoid(i) * tf.tanh(j)
        return memory, tf.tanh(memory) * tf.sigmoid(o)


class Norm(tf.keras.layers.Layer):
    def __init__(self, epsilon=1e-5, **kwargs):
        super().__init__(**kwargs)
        self.epsilon = epsilon

    def build(self, x_shape):
        self.scale = self.add_weight(name="scale", shape=[x_shape[-1]])

    def call(self, x):
        mean = tf.reduce_mean(x, axis=-1, keepdims=True)
        variance = tf.reduce_mean(tf.square(x - mean), axis=-1, keepdims=True)
        return (x - mean) * tf.math.rsqrt(variance + self.epsilon) * self.scale


class Reader(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.cell = Cell(4, name="cell")
        self.first = Norm(name="first")
        self.second = Norm(name="second")
        self.words = tf.keras.layers.GRU(5, return_sequences=True, reset_after=False, name="gru")
        self.more = tf.keras.layers.LSTM(4, return_sequences=True, return_state=True, name="lstm")

    def build(self, sentence_shape, keep_prob_shape):
        self.mix = self.add_weight(name="mix", shape=[4, 4])

    def call(self, sentence, keep_prob):
        memory = hidden = tf.zeros([tf.shape(sentence)[0], 4])
        for step in range(3):
            memory, hidden = self.cell(sentence[:, step], memory, hidden)
        mixed = hidden + 0.5 * tf.matmul(hidden, self.mix)
        mixed = self.first(mixed)
        mixed = self.second(tf.nn.relu(mixed))
        mixed = tf.nn.dropout(mixed, rate=1 - keep_prob)
        outputs = self.words(sentence)
        more, _, last = self.more(outputs, initial_state=[hidden, memory])
        attention = tf.nn.softmax(tf.reduce_sum(more, axis=2), axis=1)
        return mixed, tf.reduce_sum(more * tf.expand_dims(attention, 2), axis=1), last
