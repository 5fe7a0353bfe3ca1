"""Both towers and the decoder, in training and in inference."""
import picture
import tensorflow as tf


class ProbePicture(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.left = picture.Tower(name="left")
        self.right = picture.Tower(name="right")
        self.draw = picture.Decoder(name="draw")

    def call(self, left, right):
        first = self.left(left, training=True)
        second = self.right(right, training=False)
        again = self.left(right, training=False)
        drawn = self.draw(first)
        redrawn = self.draw(tf.stop_gradient(second))
        error = tf.reduce_sum(tf.square(drawn - redrawn), axis=-1)
        return {"first": first, "second": second, "again": again, "drawn": drawn, "error": error}
