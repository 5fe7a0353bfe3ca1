'''Sentence encoder, called for questions and for answers.'''
import tensorflow as tf


class Encode(tf.keras.layers.Layer):
    '''Mean of the word vectors, followed by two dense layers.

    Args:
      tokens: int32 [batch, time].

    Returns:
      float32 [batch, size].
    '''

    def __init__(self, vocabulary, size, **kwargs):
        super().__init__(**kwargs)
        self.table = self.add_weight(
            name='table', shape=[vocabulary, size],
            initializer=tf.keras.initializers.RandomUniform(-0.1, 0.1))
        self.w = self.add_weight(name='w', shape=[size, size])
        self.out = tf.keras.layers.Dense(size, activation=tf.nn.tanh, name='out')

    def call(self, tokens):
        words = tf.nn.embedding_lookup(self.table, tokens)
        mean = tf.reduce_mean(words, axis=1)
        mean = tf.nn.relu(tf.matmul(mean, self.w))
        return self.out(mean)
