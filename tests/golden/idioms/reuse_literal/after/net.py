"""One function creates the weights, another one opens the same scope with reuse=True."""
import tensorflow as tf


def train_net(hidden, out, x):
    """The network as it is trained, with noise on the hidden layer's output."""
    h = hidden(x)
    h = h + 0.1 * tf.sin(h)
    return out(h)


def test_net(hidden, out, x):
    """The same weights without the noise."""
    h = hidden(x)
    return out(h)
