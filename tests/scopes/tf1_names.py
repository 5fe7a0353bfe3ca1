"""Run by TensorFlow 1.15: a script's own output, then its variables, then the error it ended with."""

import runpy
import sys

import tensorflow as tf

error = None
try:
    runpy.run_path(sys.argv[1], run_name="__main__")
except ValueError:
    error = "ValueError"
for variable in tf.global_variables():
    print(variable.op.name)
if error:
    print(error)
