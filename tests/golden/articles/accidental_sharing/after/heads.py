"""Two heads that were meant to be independent and meet in one scope."""
import tensorflow as tf


def policy(head, x):
    """Logits of the policy head."""
    return head(x)


def value(head, x):
    """Three value estimates. Its author did not know that policy() uses the name "head"."""
    return tf.nn.tanh(head(x))
