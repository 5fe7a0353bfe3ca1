"""What can go wrong before there is anything to compare: one class, and one sentence, per cause."""

from __future__ import annotations


class VerificationError(Exception):
    """Recording or verifying could not be carried out; the message is one sentence that says what to do."""


class RecordingError(VerificationError):
    """A recording is missing, truncated, or not a recording of this tool."""


class ProbeMissingError(VerificationError):
    """There is no such probe file, or no such function in it."""


class ProbeRaisesError(VerificationError):
    """The probe, or the model it builds, raised an exception."""


class ProbeResultError(VerificationError):
    """The probe does not keep its contract (example arrays as defaults, a dictionary of tensors)."""


class InterpreterError(VerificationError):
    """The interpreter that should run the program is missing, or has no TensorFlow."""


class CheckpointError(VerificationError):
    """The checkpoint is missing, truncated, or belongs to another model."""


class ManifestError(VerificationError):
    """The rewritten tree has no readable manifest."""


KINDS: dict[str, type[VerificationError]] = {
    "no-tensorflow": InterpreterError,
    "probe-missing": ProbeMissingError,
    "probe-raises": ProbeRaisesError,
    "probe-result": ProbeResultError,
    "checkpoint": CheckpointError,
    "manifest": ManifestError,
    "recording": RecordingError,
}
