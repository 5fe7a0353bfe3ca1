"""Works with everything that encodes."""


def spread(encoder, x):
    codes = encoder.encode(x, scale=2.0)
    return codes - codes[:1]


def encode_all(encode, batches):
    return [encode(batch) for batch in batches]
