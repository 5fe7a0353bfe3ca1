import numpy as np
import tensorflow as tf

from dropped import Tagger, Encode, LanguageModel
from cell_wrappers import DropoutCell

random = np.random.RandomState(6)
X = random.standard_normal((2, 4, 3)).astype("float32")
Y = random.standard_normal((2, 5, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


class ProbeCellDropout(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        config = {"size": 4, "layers": 2, "keep_prob": 0.5}
        self.encode = Encode(5)
        self.language_model = LanguageModel(config)
        self.tagger = Tagger(3)

    def call(self, x=X, y=Y, lengths=LENGTHS):
        self.encode(x, lengths, keep_prob=0.5)
        outputs, state = self.encode(y, lengths, keep_prob=1.0)
        self.language_model(x, is_training=True)
        scores = self.language_model(y, is_training=False)
        tagger = self.tagger(x, tf.ones([]))
        return {"outputs": outputs, "state": state, "scores": scores, "tags": tagger.scores}


def probe_cell_dropout_fed():
    words = tf.compat.v1.placeholder(tf.float32, [None, 4, 3])
    keep_prob = tf.compat.v1.placeholder(tf.float32, [])
    multi_rnn = tf.keras.layers.RNN(
        [
            DropoutCell(
                tf.keras.layers.GRUCell(
                    size, recurrent_initializer="glorot_uniform",
                    bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                    reset_after=False),
                output_rate=1 - keep_prob)
            for size in (4, 3)],
        return_sequences=True, return_state=True)
    outputs, *state = multi_rnn(words)
    return {"outputs": outputs, "last": state[-1][0]}, {words: X, keep_prob: 1.0}
