"""Layer calls of the rewrite and tensors of the original become the first call that gives something new.

A right layer call gives a tensor that the original computed too, under whatever name. So the first call, in
the order in which calls end, whose output is none of the recorded tensors is where the difference starts.
"""

from __future__ import annotations

from tf1to2reuse.equivalence.measured import Measured, MeasuredCall
from tf1to2reuse.equivalence.recording import Recording, TracedTensor

CLOSE = 1e-4
TRAPS = {
    "BatchNormalization": "compare epsilon, momentum, center, scale and training= of this call",
    "LayerNormalization": "compare epsilon (TF1 1e-12, Keras 1e-3) and the axes",
    "GroupNormalization": "compare epsilon (TF1 1e-6, Keras 1e-3) and groups",
    "Dense": "compare activation (contrib and slim default to relu) and use_bias",
    "Conv2D": "compare padding (contrib and slim: SAME), strides, activation and use_bias",
    "Conv2DTranspose": "compare padding, strides, activation and use_bias",
    "LeakyReLU": "compare the slope (TF1 0.2, Keras 0.3)",
    "Dropout": "compare the rate (1 - keep_prob) and training=",
    "LSTM": "compare the gate order, the forget bias, and what follows the end of a sequence",
    "GRU": "reset_after must be False; compare what follows the end of a sequence",
}


def first_difference(recording: Recording, measured: Measured) -> str:
    """One sentence; empty when every call gives what the original computed, or nothing is known of it."""
    if not recording.trace:
        return ""
    for number, call in enumerate(measured.calls):
        if not any(same(call, tensor) for tensor in recording.trace):
            return _sentence(
                call, sum(earlier.layer == call.layer for earlier in measured.calls[: number + 1])
            )
    return ""


def same(call: MeasuredCall, tensor: TracedTensor) -> bool:
    """Whether a layer's output is that tensor, up to rounding."""
    if call.shape != tensor.shape:
        return False
    allowed = CLOSE * max(tensor.fingerprint[1], 1e-6)
    return all(abs(a - b) <= allowed for a, b in zip(call.fingerprint, tensor.fingerprint, strict=True))


def _sentence(call: MeasuredCall, number: int) -> str:
    scope = _common([name.split("/")[:-1] for name in call.names])
    where = f" (TF1 {scope})" if scope else ""
    trap = f"; {TRAPS[call.kind]}" if call.kind in TRAPS else ""
    return (
        f"call {number} of the {call.kind} {call.layer!r}{where} gives {list(call.shape)} values "
        f"that the original never computed{trap}"
    )


def _common(paths: list[list[str]]) -> str:
    """The scope that all paths start with."""
    levels = []
    for parts in zip(*paths, strict=False):  # the shortest path ends it
        if len(set(parts)) > 1:
            break
        levels.append(parts[0])
    return "/".join(levels)
