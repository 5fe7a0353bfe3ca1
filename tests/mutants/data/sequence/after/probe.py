"""One reader, two sentences of the same length."""
import sequence
import tensorflow as tf


class ProbeSequence(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.reader = sequence.Reader(name="reader")

    def call(self, left, right, keep_prob):
        mixed, summary, memory = self.reader(left, keep_prob)
        other, second, _ = self.reader(right, keep_prob)
        return {"mixed": mixed, "summary": summary, "memory": memory, "other": other, "second": second}
