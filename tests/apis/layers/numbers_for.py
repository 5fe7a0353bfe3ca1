"""Pseudo-random numbers that TF1's recorder and the tests make alike from a name and a shape, so none are
stored.
"""

import zlib

import numpy as np


def numbers(name, shape):
    """Floats in [-1, 1) that depend on the name alone."""
    random = np.random.RandomState(zlib.crc32(name.encode()) % (2**31))
    return random.uniform(-1.0, 1.0, size=shape).astype(np.float32)


def whole_numbers(name, shape, limit):
    random = np.random.RandomState(zlib.crc32(name.encode()) % (2**31))
    return random.randint(0, limit, size=shape).astype(np.int32)


def value_for(path, shape):
    """The value of a variable: variances are positive and not small."""
    values = numbers(path, shape)
    return np.abs(values) + 0.5 if path.endswith("moving_variance") else values
