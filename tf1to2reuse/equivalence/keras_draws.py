"""TensorFlow's and Keras's random operations become the fixed numbers that the recording was made with.

Numbered per kind in the order of the calls, as the TF1 recorder numbers them. Keras's trial runs of ``call``
(symbolic scopes) are not counted, nor are the draws of initializers, which go through other functions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf
from keras import backend as keras_backend
from keras.src import backend as keras_internal

from tf1to2reuse.equivalence import seeded


class Draws:
    """Call ``install`` once, ``reset`` before every call of the model."""

    def __init__(self) -> None:
        self.count: dict[str, int] = {}
        self._before: list[tuple[Any, str, Any]] = []

    def reset(self) -> None:
        self.count = {}

    def tensor(self, kind: str, shape: Any, dtype: Any) -> Any:
        number = self.count.get(kind, 0)
        if not keras_internal.in_symbolic_scope():
            self.count[kind] = number + 1
        dtype = tf.as_dtype(dtype)
        shape = tf.convert_to_tensor(shape, tf.int32)
        known = tf.get_static_value(shape)
        if known is not None:
            return tf.constant(seeded.draw(kind, number, known), dtype)

        def numbers(size: Any) -> Any:
            return seeded.draw(kind, number, size).astype(dtype.as_numpy_dtype)

        value = tf.numpy_function(numbers, [shape], dtype)
        value.set_shape([None] * (shape.shape.as_list()[0] or 0))
        return value

    def normal(
        self,
        shape: Any,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        dtype: Any = None,
        seed: Any = None,
        name: Any = None,
    ) -> Any:
        return self.tensor("normal", shape, dtype or tf.float32) * stddev + mean

    def truncated_normal(
        self,
        shape: Any,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        dtype: Any = None,
        seed: Any = None,
        name: Any = None,
    ) -> Any:
        return self.tensor("truncated", shape, dtype or tf.float32) * stddev + mean

    def uniform(
        self,
        shape: Any,
        minval: Any = 0,
        maxval: Any = None,
        dtype: Any = None,
        seed: Any = None,
        name: Any = None,
    ) -> Any:
        dtype = tf.as_dtype(dtype or tf.float32)
        maxval = 1 if maxval is None else maxval
        if dtype.is_floating:
            return self.tensor("uniform", shape, dtype) * (maxval - minval) + minval
        span = tf.cast(maxval - minval, tf.float64)
        return tf.cast(tf.floor(self.tensor("uniform", shape, tf.float64) * span), dtype) + minval

    def categorical(
        self, logits: Any, num_samples: Any, dtype: Any = None, seed: Any = None, name: Any = None,
        output_dtype: Any = None,
    ) -> Any:  # fmt: skip
        logits = tf.convert_to_tensor(logits)
        shape = tf.stack([tf.shape(logits)[0], num_samples, tf.shape(logits)[1]])
        gumbel = -tf.math.log(-tf.math.log(self.tensor("categorical", shape, logits.dtype)))
        kind = output_dtype or dtype or tf.int64
        return tf.argmax(tf.expand_dims(logits, 1) + gumbel, -1, output_type=kind)

    def dropout(
        self, x: Any, rate: Any = None, noise_shape: Any = None, seed: Any = None, name: Any = None
    ) -> Any:
        """``tf.nn.dropout`` of TF2, computed as TF1 does. A rate that is a plain zero draws nothing."""
        x = tf.convert_to_tensor(x)
        if not tf.is_tensor(rate) and rate == 0:
            return x
        rate = tf.cast(rate, x.dtype)
        shape = tf.shape(x) if noise_shape is None else self._noise_shape(x, noise_shape)
        keep = self.tensor("dropout", shape, x.dtype) >= rate
        return x * (1 / (1 - rate)) * tf.cast(keep, x.dtype)

    def dropout_v1(
        self, x: Any, keep_prob: Any = None, noise_shape: Any = None, seed: Any = None, name: Any = None,
        rate: Any = None,
    ) -> Any:  # fmt: skip
        return self.dropout(x, 1 - keep_prob if rate is None else rate, noise_shape)

    def dropout_keras(self, inputs: Any, rate: Any, noise_shape: Any = None, seed: Any = None) -> Any:
        return self.dropout(inputs, rate, noise_shape)

    @staticmethod
    def _noise_shape(x: Any, noise_shape: Any) -> Any:
        if tf.is_tensor(noise_shape):
            return noise_shape
        sizes = tf.shape(x)
        return [sizes[axis] if size is None else size for axis, size in enumerate(noise_shape)]

    def install(self) -> None:
        """Put the stand-ins in place, in every public name and in what ``keras.layers.Dropout`` calls."""
        if keras_backend.backend() != "tensorflow":
            raise RuntimeError("Keras does not run on TensorFlow")
        v1 = tf.compat.v1
        for module in (tf.random, v1.random):
            self._set(
                module, normal=self.normal, uniform=self.uniform, truncated_normal=self.truncated_normal
            )
            self._set(module, categorical=self.categorical, multinomial=self.categorical)
        names: dict[str, Callable[..., Any]] = {
            "random_normal": self.normal,
            "random_uniform": self.uniform,
            "truncated_normal": self.truncated_normal,
            "multinomial": self.categorical,
        }
        self._set(v1, **names)
        self._set(tf.nn, dropout=self.dropout)
        self._set(v1.nn, dropout=self.dropout_v1)
        self._set(keras_internal.random, dropout=self.dropout_keras)

    def remove(self) -> None:
        """Put the original operations back."""
        while self._before:
            setattr(*self._before.pop())

    def _set(self, module: Any, **functions: Callable[..., Any]) -> None:
        for name, function in functions.items():
            if hasattr(module, name):
                self._before.append((module, name, getattr(module, name)))
                setattr(module, name, tf.autograph.experimental.do_not_convert(function))
