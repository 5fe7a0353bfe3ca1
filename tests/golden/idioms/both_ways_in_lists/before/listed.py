"""Both directions over lists of steps."""
import tensorflow as tf
from tensorflow.contrib import rnn


def classify(x, steps, size, classes, reuse=None):
    with tf.variable_scope("classify", reuse=reuse):
        x = tf.unstack(x, steps, 1)
        fw = rnn.BasicLSTMCell(size, forget_bias=1.0)
        bw = rnn.BasicLSTMCell(size, forget_bias=0.5)
        outputs, _, _ = rnn.static_bidirectional_rnn(fw, bw, x, dtype=tf.float32)
        return tf.layers.dense(outputs[-1], classes, name="out")


def tag(x, size, classes):
    with tf.variable_scope("tag"):
        fw, bw = tf.nn.rnn_cell.GRUCell(size), tf.nn.rnn_cell.GRUCell(2 * size)
        x = tf.layers.dense(x, 5, name="inner")
        outputs, _, _ = tf.nn.static_bidirectional_rnn(
            fw, bw, tf.unstack(x, axis=1), initial_state_fw=fw.zero_state(2, tf.float32), dtype=tf.float32, scope="ways"
        )
        return tf.layers.dense(tf.stack(outputs, axis=1), classes, name="out")
