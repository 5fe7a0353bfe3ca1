import numpy as np
import tensorflow as tf

from dropped import Tagger, encode, language_model

random = np.random.RandomState(6)
X = random.standard_normal((2, 4, 3)).astype("float32")
Y = random.standard_normal((2, 5, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


def probe_cell_dropout(x=X, y=Y, lengths=LENGTHS):
    config = {"size": 4, "layers": 2, "keep_prob": 0.5}
    encode(x, lengths, 5, 0.5)
    outputs, state = encode(y, lengths, 5, 1.0, reuse=True)
    language_model(x, config, True)
    scores = language_model(y, config, False, reuse=True)
    tagger = Tagger(x, tf.ones([]), 3)
    return {"outputs": outputs, "state": state, "scores": scores, "tags": tagger.scores}


def probe_cell_dropout_fed():
    words = tf.placeholder(tf.float32, [None, 4, 3])
    keep_prob = tf.placeholder(tf.float32, [])
    with tf.variable_scope("fed"):
        cells = []
        for size in (4, 3):
            cell = tf.nn.rnn_cell.GRUCell(size)
            cells.append(tf.nn.rnn_cell.DropoutWrapper(cell, output_keep_prob=keep_prob))
        stack = tf.nn.rnn_cell.MultiRNNCell(cells)
        outputs, state = tf.nn.dynamic_rnn(stack, words, dtype=tf.float32)
    return {"outputs": outputs, "last": state[-1]}, {words: X, keep_prob: 1.0}
