"""Both sides, for training length and for a shorter one."""
import numpy as np
import tensorflow as tf

from hparams import hp
from translator import Translator, Score

random = np.random.RandomState(9)


class ProbeHyperparameters(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.translator = Translator(hp)
        self.score = Score()

    def call(self, source=random.randint(0, 11, (2, 5)).astype("int32"),
             target=random.randint(0, 11, (2, 4)).astype("int32"),
             shorter=random.randint(0, 11, (2, 2)).astype("int32")):
        translator = self.translator()
        memory = translator.encode(source, training=False)
        logits = translator.decode(target, memory, training=False)
        again = translator.decode(shorter, translator.encode(source, False), False)
        difference = self.score(target) - self.score(shorter)[:, :1]
        return {"memory": memory, "logits": logits, "again": again, "difference": difference}
