import tensorflow as tf

slim = tf.contrib.slim
notes = []


class Base:
    prefix = "base"

    def __init__(self, name):
        self.name = name

    def build(self, x):
        with tf.variable_scope(self.scope_name()):
            return self.body(x)

    def scope_name(self):
        return self.prefix + "_" + self.name

    def body(self, x):
        return tf.layers.dense(x, 3)


class Child(Base):
    prefix = "child"

    def __init__(self, name, n=2):
        super().__init__(name)
        self.n = n

    def body(self, x):
        for i in range(self.n):
            x = super().body(x)
        return tf.layers.dense(x, 3, name="own")


def probe():
    c = Child("c")
    x = c.build(tf.zeros([2, 3]))
    b = Base("c")
    x = b.build(x)
    return [c.prefix]
