"""Recurrent networks with dropout in training."""
import tensorflow as tf
from cell_wrappers import DropoutCell


class Encode(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.gru = tf.keras.layers.RNN(
            DropoutCell(
                tf.keras.layers.GRUCell(
                    size, recurrent_initializer="glorot_uniform",
                    bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                    reset_after=False)),
            return_sequences=True, return_state=True, zero_output_for_mask=True)

    def call(self, words, lengths, keep_prob):
        self.gru.cell.input_rate = self.gru.cell.output_rate = 1 - keep_prob
        outputs, state = self.gru(words, mask=tf.sequence_mask(lengths, tf.shape(words)[1]))
        outputs = tf.identity(outputs)  # the mask is for this layer alone
        return outputs, state


class LanguageModel(tf.keras.layers.Layer):
    def __init__(self, config, **kwargs):
        super().__init__(**kwargs)
        self.config = config
        self.multi_rnn = tf.keras.layers.RNN(
            [
                DropoutCell(
                    tf.keras.layers.LSTMCell(
                        config["size"], recurrent_initializer="glorot_uniform",
                        unit_forget_bias=False))
                for _ in range(config["layers"])],
            return_sequences=True)
        self.softmax = tf.keras.layers.Dense(5, name="softmax")

    def call(self, words, is_training):
        for dropout_cell in self.multi_rnn.cell.cells:
            dropout_cell.output_rate = 1 - self.config["keep_prob"] if is_training and self.config["keep_prob"] < 1 else 0.0
        outputs = self.multi_rnn(words)
        return self.softmax(outputs)


class Tagger(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = size
        self.bidirectional_rnn = tf.keras.layers.Bidirectional(
            tf.keras.layers.RNN(
                DropoutCell(
                    tf.keras.layers.LSTMCell(
                        size, recurrent_initializer="glorot_uniform")),
                return_sequences=True),
            backward_layer=tf.keras.layers.RNN(
                DropoutCell(
                    tf.keras.layers.LSTMCell(
                        size, recurrent_initializer="glorot_uniform")),
                return_sequences=True, go_backwards=True),
            merge_mode=None)
        self.dense = tf.keras.layers.Dense(3)

    def call(self, words, keep_prob):
        self.words = words
        self.keep_prob = keep_prob
        self.tag()
        return self

    def tag(self):
        self.bidirectional_rnn.forward_layer.cell.output_rate = 1 - self.keep_prob
        self.bidirectional_rnn.forward_layer.cell.state_rate = 1 - self.keep_prob
        self.bidirectional_rnn.backward_layer.cell.output_rate = 1 - self.keep_prob
        self.bidirectional_rnn.backward_layer.cell.state_rate = 1 - self.keep_prob
        outputs = self.bidirectional_rnn(self.words)
        self.scores = self.dense(tf.concat(outputs, 2))
