"""Rewrites TensorFlow 1 variable-scope code into Keras layers and proves the result equal."""

__version__ = "0.1.0"
