"""The discriminator sees real and generated vectors."""
import numpy as np

from gan import discriminator, generator


def probe_reuse_param(
    real=np.random.RandomState(1).uniform(-1, 1, (4, 6)).astype("float32"),
    z=np.random.RandomState(2).uniform(-1, 1, (4, 3)).astype("float32"),
):
    fake = generator(z, 6)
    real_prob, real_logits = discriminator(real)
    fake_prob, fake_logits = discriminator(fake, reuse=True)
    return {
        "fake": fake,
        "real_prob": real_prob,
        "real_logits": real_logits,
        "fake_prob": fake_prob,
        "fake_logits": fake_logits,
    }
