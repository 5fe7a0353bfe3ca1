"""A rewritten tree and a recording (or the original tree) become a verdict."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tf1to2reuse.equivalence import measured
from tf1to2reuse.equivalence.compare import compare
from tf1to2reuse.equivalence.errors import ProbeMissingError, RecordingError, VerificationError
from tf1to2reuse.equivalence.kept_tests import reference_name
from tf1to2reuse.equivalence.record import record, run
from tf1to2reuse.equivalence.recording import Recording, load
from tf1to2reuse.equivalence.result import VerifyResult
from tf1to2reuse.equivalence.tf1_recorder import ERROR_MARK
from tf1to2reuse.equivalence.tolerances import USUAL, Tolerances

PACKAGE_PARENT = Path(__file__).resolve().parents[2]
START = (
    "import sys; sys.path.insert(0, {parent!r}); "
    "from tf1to2reuse.equivalence.keras_runner import main; "
    "sys.path.remove({parent!r}); main()"
)


def verify(
    rewritten: Path,
    probe: str,
    *,
    recording: Path | None = None,
    original: Path | None = None,
    tf1_python: str | None = None,
    checkpoint: Path | None = None,
    paths: Sequence[str] = (),
    random: str | None = None,
    cpu_nchw: bool = False,
    weight_scale: float = 1.0,
    references: Path | None = None,
    tolerances: Tolerances = USUAL,
) -> VerifyResult:
    """Compare a rewritten tree with what the original did under TF1.

    Either ``recording`` or ``original`` is given; the further settings say how to record the original, and
    must not contradict a given recording. With ``references`` the probe's reference, or the reason why it has
    none, goes to that folder (see kept_tests); its tolerances are always the usual ones. Raises
    VerificationError when there is nothing to compare.
    """
    if (recording is None) == (original is None):
        raise VerificationError("give either a recording or the original tree to verify against")
    with tempfile.TemporaryDirectory() as scratch:
        if recording is None:
            recording = Path(scratch) / "recording.npz"
            assert original is not None
            recorded = record(
                original, probe, recording, tf1_python=tf1_python, checkpoint=checkpoint, paths=paths,
                random=random, cpu_nchw=cpu_nchw, weight_scale=weight_scale,
            )  # fmt: skip
        else:
            recorded = load(recording)
            _agree(recorded, probe, random, cpu_nchw)
        reference = references / reference_name(probe) if references else None
        return compare(
            recorded,
            measure(rewritten, probe, recording, _paths(recorded, paths), Path(scratch), reference),
            tolerances,
        )


def measure(
    rewritten: Path,
    probe: str,
    recording: Path,
    paths: Sequence[str],
    scratch: Path,
    reference: Path | None = None,
) -> measured.Measured:
    """Run the rewritten program in a process of its own. Raises VerificationError."""
    if not rewritten.is_dir():
        raise ProbeMissingError(f"there is no folder {rewritten}")
    request, out = scratch / "request.json", scratch / "measured.npz"
    request.write_text(
        json.dumps(
            {
                "tree": str(rewritten.resolve()),
                "probe": probe,
                "recording": str(recording.resolve()),
                "paths": list(paths),
                "out": str(out.resolve()),
                "reference": str(reference.resolve()) if reference else "",
            }
        ),
        encoding="utf-8",
    )
    run([sys.executable, "-c", START.format(parent=str(PACKAGE_PARENT)), str(request)], ERROR_MARK)
    return measured.read(out)


def _agree(recorded: Recording, probe: str, random: str | None, cpu_nchw: bool) -> None:
    if recorded.probe != probe:
        raise RecordingError(f"the recording is of probe {recorded.probe}, not of {probe}")
    if random and recorded.settings.random != random:
        raise RecordingError(f"the recording was made without --random {random}; record it again with it")
    if cpu_nchw and not recorded.settings.cpu_nchw:
        raise RecordingError("the recording was made without --cpu-nchw; record it again with it")


def _paths(recorded: Recording, paths: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*paths, *recorded.settings.paths]))
