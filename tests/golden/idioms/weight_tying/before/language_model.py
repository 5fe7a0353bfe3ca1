"""A language model that reads its embedding table twice: for lookup and for the logits."""
import tensorflow as tf


def norm(x, scope, axis=-1, epsilon=1e-5):
    """Normalize to mean 0, deviation 1, then scale and shift."""
    with tf.variable_scope(scope):
        n_state = x.shape[-1].value
        g = tf.get_variable("g", [n_state], initializer=tf.constant_initializer(1))
        b = tf.get_variable("b", [n_state], initializer=tf.constant_initializer(0))
        u = tf.reduce_mean(x, axis=axis, keepdims=True)
        s = tf.reduce_mean(tf.square(x - u), axis=axis, keepdims=True)
        x = (x - u) * tf.rsqrt(s + epsilon)
        return x * g + b


def language_model(tokens, vocabulary, size, scope="model", reuse=False):
    """Logits of the next token for every position."""
    with tf.variable_scope(scope, reuse=reuse):
        wte = tf.get_variable("wte", [vocabulary, size],
                              initializer=tf.random_normal_initializer(stddev=0.02))
        h = tf.gather(wte, tokens)
        for layer in range(2):
            h = norm(h, "ln_%d" % layer)
            h = h + tf.cumsum(h, axis=1, exclusive=True)
        h = norm(h, "ln_f")
        return tf.tensordot(h, wte, [[2], [1]])
