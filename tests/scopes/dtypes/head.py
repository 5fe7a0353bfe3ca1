"""What the expressions are about. Read as text and put before them."""

import numpy as np  # noqa: F401 - the expressions use it
import tensorflow as tf

x = tf.placeholder(tf.float32, [2, 4])
d = tf.placeholder(tf.float64, [2, 4])
i = tf.placeholder(tf.int32, [2])
b = tf.placeholder(tf.bool, [2])
