"""Recurrent networks with dropout in training."""
import tensorflow as tf
from tensorflow.contrib import rnn


def encode(words, lengths, size, keep_prob, reuse=None):
    with tf.variable_scope("encode", reuse=reuse):
        cell = rnn.GRUCell(size)
        cell = rnn.DropoutWrapper(cell, input_keep_prob=keep_prob, output_keep_prob=keep_prob)
        outputs, state = tf.nn.dynamic_rnn(cell, words, sequence_length=lengths, dtype=tf.float32)
        return outputs, state


def language_model(words, config, is_training, reuse=None):
    def make_cell():
        cell = rnn.BasicLSTMCell(config["size"], forget_bias=0.0)
        if is_training and config["keep_prob"] < 1:
            cell = rnn.DropoutWrapper(cell, output_keep_prob=config["keep_prob"])
        return cell

    with tf.variable_scope("model", reuse=reuse):
        cell = rnn.MultiRNNCell([make_cell() for _ in range(config["layers"])])
        outputs, _ = tf.nn.dynamic_rnn(cell, words, dtype=tf.float32)
        return tf.layers.dense(outputs, 5, name="softmax")


class Tagger(object):
    def __init__(self, words, keep_prob, size):
        self.words = words
        self.keep_prob = keep_prob
        self.size = size
        self.tag()

    def lstm_cell(self):
        # dropout of the state, too
        cell = rnn.LSTMCell(self.size)
        return rnn.DropoutWrapper(cell, output_keep_prob=self.keep_prob, state_keep_prob=self.keep_prob)

    def tag(self):
        with tf.variable_scope("tagger"):
            fw = self.lstm_cell()
            bw = self.lstm_cell()
            outputs, _ = tf.nn.bidirectional_dynamic_rnn(fw, bw, self.words, dtype=tf.float32)
            self.scores = tf.layers.dense(tf.concat(outputs, 2), 3)
