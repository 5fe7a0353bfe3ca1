import numpy as np
import tensorflow as tf

from stacks import Deep, Both, BothGru, Mixed, Stacked, StepByStep

random = np.random.RandomState(8)
X = random.standard_normal((2, 4, 3)).astype("float32")
Y = random.standard_normal((2, 5, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


class ProbeStacks(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.stacked = Stacked(5, 2, 2)
        self.deep = Deep([3, 4])
        self.mixed = Mixed(4)

    def call(self, x=X, y=Y, lengths=LENGTHS):
        outputs, last, memory = self.stacked(x, lengths)
        one, two = self.deep(x, y)
        three, first, second = self.mixed(x)
        return {
            "outputs": outputs, "last": last, "memory": memory,
            "one": one, "two": two, "three": three, "first": first, "second": second,
        }


class ProbeBoth(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.both = Both(4)
        self.both_gru = BothGru(3)
        self.step_by_step = StepByStep(4, 3)

    def call(self, x=X, lengths=LENGTHS):
        outputs, last = self.both(x, lengths)
        summed, end = self.both_gru(x)
        return {"outputs": outputs, "last": last, "summed": summed, "end": end, "steps": self.step_by_step(x)}
