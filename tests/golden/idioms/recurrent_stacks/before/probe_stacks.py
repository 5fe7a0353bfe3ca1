import numpy as np

from stacks import Deep, both, both_gru, mixed, stacked, step_by_step

random = np.random.RandomState(8)
X = random.standard_normal((2, 4, 3)).astype("float32")
Y = random.standard_normal((2, 5, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


def probe_stacks(x=X, y=Y, lengths=LENGTHS):
    outputs, last, memory = stacked(x, lengths, 5, 2, 2)
    one, two = Deep([3, 4]).run(x, y)
    three, first, second = mixed(x, 4)
    return {
        "outputs": outputs, "last": last, "memory": memory,
        "one": one, "two": two, "three": three, "first": first, "second": second,
    }


def probe_both(x=X, lengths=LENGTHS):
    outputs, last = both(x, lengths, 4)
    summed, end = both_gru(x, 3)
    return {"outputs": outputs, "last": last, "summed": summed, "end": end, "steps": step_by_step(x, 4, 3)}
