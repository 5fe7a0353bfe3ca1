import tensorflow as tf

slim = tf.contrib.slim
notes = []


class Scope:
    def __init__(self, name):
        self.cm = tf.variable_scope(name)

    def __enter__(self):
        return self.cm.__enter__()

    def __exit__(self, *a):
        return self.cm.__exit__(*a)


def probe():
    with Scope("a"):
        tf.get_variable("w", [1])
    return []
