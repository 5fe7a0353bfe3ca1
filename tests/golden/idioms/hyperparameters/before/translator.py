"""A translator that shares its table of embeddings between both sides and the logits."""
import tensorflow as tf

from hparams import hp
from layers import attention, feed_forward


class Translator:
    def __init__(self, hp):
        self.hp = hp
        self.scale = hp.d_model ** 0.5
        with tf.variable_scope("embeddings"):
            self.embeddings = tf.get_variable("table", (self.hp.vocab_size, self.hp.d_model))

    def encode(self, words, training=True):
        with tf.variable_scope("encoder", reuse=tf.AUTO_REUSE):
            enc = tf.nn.embedding_lookup(self.embeddings, words) * self.scale
            for i in range(self.hp.num_blocks):
                with tf.variable_scope("block_{}".format(i), reuse=tf.AUTO_REUSE):
                    enc = attention(enc, enc, num_heads=self.hp.num_heads, training=training)
                    enc = feed_forward(enc, num_units=[self.hp.d_ff, self.hp.d_model])
        return enc

    def decode(self, words, memory, training=True):
        with tf.variable_scope("decoder", reuse=tf.AUTO_REUSE):
            dec = tf.nn.embedding_lookup(self.embeddings, words)
            for i in range(self.hp.num_blocks):
                with tf.variable_scope("block_{}".format(i), reuse=tf.AUTO_REUSE):
                    dec = attention(dec, dec, num_heads=self.hp.num_heads, training=training,
                                    scope="self_attention")
                    dec = attention(dec, memory, num_heads=self.hp.num_heads, training=training,
                                    scope="memory_attention")
                    dec = feed_forward(dec, num_units=[self.hp.d_ff, self.hp.d_model])
        return tf.einsum("ntd,dk->ntk", dec, tf.transpose(self.embeddings))


def score(words, reuse=None):
    with tf.variable_scope("score", reuse=reuse):
        x = tf.one_hot(words, hp.vocab_size)
        x = tf.layers.dense(x, hp.d_ff, activation=tf.nn.relu, name="hidden")
        return tf.layers.dense(x, 1, name="out")
