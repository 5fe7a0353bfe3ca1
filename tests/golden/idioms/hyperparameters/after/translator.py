"""A translator that shares its table of embeddings between both sides and the logits."""
import tensorflow as tf

from hparams import hp
from layers import Attention, FeedForward


class Translator(tf.keras.layers.Layer):
    def __init__(self, hp, **kwargs):
        super().__init__(**kwargs)
        self.hp = hp
        self.scale = hp.d_model ** 0.5
        self.table = self.add_weight(name="table", shape=(hp.vocab_size, hp.d_model))
        self.attention = [
            Attention(num_heads=hp.num_heads)
            for i in range(hp.num_blocks)]
        self.encoder_feed_forward = [
            FeedForward(num_units=[hp.d_ff, hp.d_model])
            for i in range(hp.num_blocks)]
        self.self_attention = [
            Attention(num_heads=hp.num_heads, name="self_attention")
            for i in range(hp.num_blocks)]
        self.memory_attention = [
            Attention(num_heads=hp.num_heads, name="memory_attention")
            for i in range(hp.num_blocks)]
        self.decoder_feed_forward = [
            FeedForward(num_units=[hp.d_ff, hp.d_model])
            for i in range(hp.num_blocks)]

    def call(self, unused=None):
        self.embeddings = self.table
        return self

    def encode(self, words, training=True):
        enc = tf.nn.embedding_lookup(self.embeddings, words) * self.scale
        for i in range(self.hp.num_blocks):
            enc = self.attention[i](enc, enc, training=training)
            enc = self.encoder_feed_forward[i](enc)
        return enc

    def decode(self, words, memory, training=True):
        dec = tf.nn.embedding_lookup(self.embeddings, words)
        for i in range(self.hp.num_blocks):
            dec = self.self_attention[i](dec, dec, training=training)
            dec = self.memory_attention[i](dec, memory, training=training)
            dec = self.decoder_feed_forward[i](dec)
        return tf.einsum("ntd,dk->ntk", dec, tf.transpose(self.embeddings))


class Score(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden = tf.keras.layers.Dense(
            hp.d_ff, activation=tf.nn.relu, name="hidden")
        self.out = tf.keras.layers.Dense(1, name="out")

    def call(self, words):
        x = tf.one_hot(words, hp.vocab_size)
        x = self.hidden(x)
        return self.out(x)
