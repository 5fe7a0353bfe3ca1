"""Two batches of sentences of one length in memory and several lengths in words."""
import numpy as np

from reader import Comparison

random = np.random.RandomState(8)
LEFT = random.standard_normal((3, 5, 4)).astype("float32")
RIGHT = random.standard_normal((3, 5, 4)).astype("float32")


def probe_recurrent(
    left=LEFT,
    right=RIGHT,
    left_lengths=np.array([5, 2, 3], "int32"),
    right_lengths=np.array([1, 5, 4], "int32"),
):
    return {"score": Comparison(6).compare(left, right, left_lengths, right_lengths)}
