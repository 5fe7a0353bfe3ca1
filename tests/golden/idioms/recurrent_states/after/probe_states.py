import numpy as np
import tensorflow as tf

from states import Pointer, Steps, Bridge, Translate

random = np.random.RandomState(8)
SOURCE = random.standard_normal((2, 4, 3)).astype("float32")
TARGET = random.standard_normal((2, 5, 3)).astype("float32")
MEMORY = random.standard_normal((2, 6)).astype("float32")
HIDDEN = random.standard_normal((2, 5)).astype("float32")


class ProbeTranslate(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.translate = Translate(5, 2)

    def call(self, source=SOURCE, target=TARGET, lengths=np.array([4, 2], "int32")):
        outputs, decoded, memory, last = self.translate(source, target, lengths)
        return {"outputs": outputs, "decoded": decoded, "memory": memory, "last": last}


class ProbeBridge(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.bridge = Bridge(5)

    def call(self, x=SOURCE, c=MEMORY, h=HIDDEN):
        out, last, memory = self.bridge(x, c, h)
        return {"out": out, "last": last, "memory": memory}


class ProbeByHand(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.steps = Steps(5, 4)
        self.pointer = Pointer(5)

    def call(self, words=SOURCE, x=MEMORY, state=HIDDEN):
        outputs, c, h = self.steps(words)
        first, second = self.pointer(x, state)
        return {"outputs": outputs, "c": c, "h": h, "first": first, "second": second}
