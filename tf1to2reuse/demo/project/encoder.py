"""One encoder for questions and for answers."""
import tensorflow as tf

from layers import affine, embedding

VOCABULARY = 40


def encode(tokens, width, depth, reuse=False):
    """Encode token numbers [batch, time] as vectors [batch, width].

    The first call creates the encoder's variables. Later calls pass reuse=True
    and get the same ones.
    """
    with tf.variable_scope("encoder", reuse=reuse):
        words = embedding(tokens, VOCABULARY, width)
        x = tf.reduce_mean(words, axis=1)
        for i in range(depth):
            # a residual connection around each layer
            x = x + tf.nn.tanh(affine(x, width, "h%d" % i))
        return tf.layers.dense(x, width, name="out")
