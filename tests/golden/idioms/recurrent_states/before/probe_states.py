import numpy as np

from states import Pointer, Steps, bridge, translate

random = np.random.RandomState(8)
SOURCE = random.standard_normal((2, 4, 3)).astype("float32")
TARGET = random.standard_normal((2, 5, 3)).astype("float32")
MEMORY = random.standard_normal((2, 6)).astype("float32")
HIDDEN = random.standard_normal((2, 5)).astype("float32")


def probe_translate(source=SOURCE, target=TARGET, lengths=np.array([4, 2], "int32")):
    outputs, decoded, memory, last = translate(source, target, lengths, 5, 2)
    return {"outputs": outputs, "decoded": decoded, "memory": memory, "last": last}


def probe_bridge(x=SOURCE, c=MEMORY, h=HIDDEN):
    out, last, memory = bridge(x, c, h, 5)
    return {"out": out, "last": last, "memory": memory}


def probe_by_hand(words=SOURCE, x=MEMORY, state=HIDDEN):
    outputs, c, h = Steps(5, 4)(words)
    first, second = Pointer(5)(x, state)
    return {"outputs": outputs, "c": c, "h": h, "first": first, "second": second}
