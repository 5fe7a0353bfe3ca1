"""Layers that follow a recurrent one whose sequences end early."""
import tensorflow as tf


def encode(words, lengths, size):
    with tf.variable_scope("encode"):
        outputs, _ = tf.nn.dynamic_rnn(
            tf.nn.rnn_cell.GRUCell(size), words, sequence_length=lengths, dtype=tf.float32)
        return tf.layers.dense(outputs, size)


def read(words, lengths, size):
    encoded = encode(words, lengths, size)
    with tf.variable_scope("read"):
        # reads on past the end of the words
        outputs, last = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(size), encoded, dtype=tf.float32)
        return outputs, last


def normalized(words, lengths, size, training):
    with tf.variable_scope("normalized"):
        fw, bw = tf.nn.rnn_cell.LSTMCell(size), tf.nn.rnn_cell.LSTMCell(size)
        (ahead, back), _ = tf.nn.bidirectional_dynamic_rnn(
            fw, bw, words, sequence_length=lengths, dtype=tf.float32)
        ahead = tf.layers.batch_normalization(ahead, training=training)
        return ahead + back
