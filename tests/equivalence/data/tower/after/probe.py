"""Two passes over one tower."""
import tensorflow as tf
import tower


class ProbeTower(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.tower = tower.Tower(2, name="tower")

    def call(self, tokens, more, keep_prob):
        logits, scale, best = self.tower(tokens, keep_prob)
        again, _, _ = self.tower(more, keep_prob)
        return {"logits": logits, "scale": scale, "best": best, "again": again}
