"""One reader, two sentences of the same length, and the average of a weight."""
import numpy as np
import sequence
import tensorflow as tf


def uniform(seed, *shape):
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype("float32")


def probe_sequence(left=uniform(1, 2, 3, 4), right=uniform(2, 2, 3, 4), keep_prob=np.float32(0.7)):
    mixed, summary, memory = sequence.reader(left, keep_prob)
    other, second, _ = sequence.reader(right, keep_prob)
    average = tf.train.ExponentialMovingAverage(0.9)
    average.apply(tf.trainable_variables())
    return {"mixed": mixed, "summary": summary, "memory": memory, "other": other, "second": second}
