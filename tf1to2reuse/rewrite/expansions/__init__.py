"""Calls that are written out in plainer TensorFlow 1 before anything is planned.

Where a function around them stays TensorFlow 1 code the calls stay as they were: the program is planned again
without writing them out.
"""
