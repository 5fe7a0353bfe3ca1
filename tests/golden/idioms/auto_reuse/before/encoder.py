'''Sentence encoder, called for questions and for answers.'''
import tensorflow as tf


def encode(tokens, vocabulary, size):
    '''Mean of the word vectors, followed by two dense layers.

    Args:
      tokens: int32 [batch, time].

    Returns:
      float32 [batch, size].
    '''
    with tf.variable_scope('encoder', reuse=tf.AUTO_REUSE):
        table = tf.get_variable('table', [vocabulary, size],
                                initializer=tf.random_uniform_initializer(-0.1, 0.1))
        words = tf.nn.embedding_lookup(table, tokens)
        mean = tf.reduce_mean(words, axis=1)
        with tf.variable_scope('project'):
            w = tf.get_variable('w', [size, size])
            mean = tf.nn.relu(tf.matmul(mean, w))
        return tf.layers.dense(mean, size, activation=tf.nn.tanh, name='out')
