import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    names = ["a", "b", "c"]
    del names[0]
    d = {"k": 1, "w": 2}
    del d["k"]
    for n in names:
        tf.get_variable(n, [1])
    for n in d:
        tf.get_variable(n, [1])
    return names
