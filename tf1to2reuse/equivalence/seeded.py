"""A name and a shape become fixed numbers: weights, random draws, cotangents and perturbations.

The TF1 recorder and the Keras runner need the same numbers without exchanging them, so everything is seeded
with the crc32 of a text. Python 3.6 and numpy only: the recorder loads this file by its location, under a TF1
interpreter.
"""

import zlib
from typing import Any

import numpy as np

GAINS = ("gamma", "g", "scale", "rho")
SECOND_MOMENTS = ("moving_variance", "Adam_1", "RMSProp", "variance")
STEP_RATE = 0.01
NUDGES = 3  # how often a recording asks what rounding does


def generator(text: str) -> Any:
    """A numpy generator that depends on nothing but ``text``."""
    return np.random.RandomState(zlib.crc32(text.encode("utf-8")) & 0xFFFFFFFF)


def initial_value(name: str, shape: Any, dtype: Any, weight_scale: float = 1.0) -> Any:
    """A well-conditioned value for the variable ``name``.

    Matrices are scaled by their fan-in, square ones are orthogonal (some programs invert them), gains lie
    around one and second moments are positive, so that a deep model neither explodes nor dies.
    """
    random = generator(name)
    leaf = name.replace(".", "/").split("/")[-1]
    if leaf in SECOND_MOMENTS:
        value = random.uniform(0.5, 1.5, shape)
    elif leaf in GAINS:
        value = 1 + 0.2 * random.standard_normal(shape)
    elif not shape:
        value = random.uniform(0.3, 0.9)
    elif len(shape) == 2 and shape[0] == shape[1]:
        value = np.linalg.qr(random.standard_normal(shape))[0] * weight_scale
    elif len(shape) > 1:
        value = random.standard_normal(shape) * weight_scale / np.sqrt(np.prod(shape[:-1]))
    else:
        value = 0.2 * random.standard_normal(shape)
    return np.asarray(value, dtype)


def draw(kind: str, number: int, shape: Any) -> Any:
    """What the ``number``-th random operation of one ``kind`` (counted from 0 per kind) gives for ``shape``.

    ``normal`` and ``truncated`` are standard normal (the latter clipped to two deviations); ``uniform``,
    ``categorical`` and ``dropout`` are uniform in [0, 1), with neither end reached.
    """
    shape = tuple(int(size) for size in shape)
    random = generator(f"{kind}/{number}/{'x'.join(str(size) for size in shape)}")
    if kind == "normal":
        return random.standard_normal(shape)
    if kind == "truncated":
        return np.clip(random.standard_normal(shape), -2, 2)
    return random.uniform(1e-6, 1 - 1e-6, shape)


def cotangent(output: str, shape: Any, dtype: Any) -> Any:
    """The fixed cotangent that the gradient of the output of that name is taken against."""
    return np.asarray(generator("cotangent:" + output).standard_normal(shape), dtype)


def perturbed(name: str, value: Any) -> Any:
    """``value`` of the variable ``name``, changed by about a tenth. Positive variables stay positive."""
    value = np.asarray(value)
    random = generator("perturbation:" + name)
    size = 0.1 * max(float(np.sqrt(np.mean(np.square(value.astype("float64"))))) if value.size else 0.0, 0.1)
    change = size * random.uniform(0.5, 1.0, value.shape)
    if value.size and value.min() <= 0:
        change = change * random.choice([-1.0, 1.0], value.shape)
    return np.asarray(value + change, value.dtype)


def nudged(name: str, number: int, value: Any) -> Any:
    """``value`` of the variable or input ``name``, each entry moved to a neighbouring number.

    Whole numbers stay: they are masks, counts and padding, which a program compares exactly.
    """
    value = np.asarray(value)
    up = generator(f"rounding/{number}:{name}").uniform(size=value.shape) < 0.5
    moved = np.nextafter(value, np.where(up, np.inf, -np.inf).astype(value.dtype))
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(value) & (value != np.round(value)), moved, value).astype(value.dtype)


def fingerprint(value: Any) -> Any:
    """Two numbers that tell arrays of one shape apart: a fixed projection, and the largest absolute value."""
    value = np.asarray(value, "float64")
    if not value.size:
        return np.zeros(2)
    weights = generator("projection").standard_normal(value.size)
    return np.array([np.dot(value.ravel(), weights) / np.sqrt(value.size), np.abs(value).max()])


def largest_change(before: Any, after: Any) -> float:
    """The largest absolute difference between two arrays; infinite where finite becomes infinite or nan."""
    before, after = np.asarray(before), np.asarray(after)
    if before.shape != after.shape:
        return float("inf")
    if before.dtype.kind not in "fiub":
        return float(np.any(before != after))
    with np.errstate(invalid="ignore"):
        difference = np.abs(before.astype("float64") - after.astype("float64"))
    same = (before == after) | ((before != before) & (after != after))
    difference = np.where(same, 0.0, np.where(np.isfinite(difference), difference, np.inf))
    return float(difference.max()) if difference.size else 0.0
