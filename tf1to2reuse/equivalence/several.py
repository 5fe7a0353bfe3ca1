"""A rewritten tree with a folder of recordings becomes one answer per probe, each from its own process."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tf1to2reuse.checkpoint.manifest import ManifestError as UnreadableManifest
from tf1to2reuse.checkpoint.manifest import load_manifest
from tf1to2reuse.equivalence.errors import ManifestError, RecordingError, VerificationError
from tf1to2reuse.equivalence.result import VerifyResult

PREFIX = "probe_"


@dataclass(frozen=True)
class Job:
    """One probe and its recording; None: there is none, or it is to be made from the original."""

    probe: str
    recording: Path | None


@dataclass(frozen=True)
class Verified:
    """One probe's answer, or the sentence that says why there is none."""

    probe: str
    result: VerifyResult | None
    error: str = ""

    @property
    def passed(self) -> bool:
        return self.result is not None and self.result.passed

    @property
    def verdict(self) -> str:
        return self.result.verdict if self.result else "error"


def find_jobs(rewritten: Path, probes: Sequence[str], recording: Path | None) -> list[Job]:
    """What to verify.

    Without ``probes``: those that the manifest knows, and those that the folder ``recording`` has recordings
    of. Raises VerificationError if that is nothing, or if two recordings are of one probe.
    """
    if recording is not None and not recording.is_dir():
        return [Job(probe, recording) for probe in probes or [_loaded(recording)]]
    known = recordings_in(recording) if recording is not None else {}
    wanted = list(dict.fromkeys(probes)) or list(dict.fromkeys([*known_probes(rewritten), *known]))
    if not wanted:
        where = f" and {recording} has no recordings" if recording is not None else ""
        raise VerificationError(
            f"there is nothing to verify: the manifest of {rewritten} has no probes{where}"
        )
    return [Job(probe, known.get(probe)) for probe in wanted]


def known_probes(rewritten: Path) -> list[str]:
    """The probe functions in the manifest: those that became layers, and drivers in a file ``probe_*.py``."""
    try:
        manifest = load_manifest(rewritten)
    except UnreadableManifest as error:
        raise ManifestError(str(error)) from error
    drivers = [key for key in manifest.functions if _is_probe(key)]
    return [*(key for key in manifest.probes if _is_probe(key)), *drivers]


def _is_probe(key: str) -> bool:
    file, _, function = key.rpartition(":")
    return file.rpartition("/")[2].startswith(PREFIX) or function.startswith(PREFIX)


def recordings_in(folder: Path) -> dict[str, Path]:
    """The recordings in a folder, by probe. Raises RecordingError."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.npz")):
        probe = _loaded(path)
        if probe in found:
            raise RecordingError(f"{found[probe]} and {path} are both recordings of {probe}")
        found[probe] = path
    return found


def _loaded(path: Path) -> str:
    from tf1to2reuse.equivalence.recording import load

    return load(path).probe


def verify_all(
    rewritten: Path, jobs: Sequence[Job], *, original: Path | None, workers: int = 1, **options: Any
) -> list[Verified]:
    """Verify each; one that cannot be verified does not stop the others."""
    one = partial(_verified, rewritten, original=original, options=options)
    with ThreadPoolExecutor(workers) as pool:  # the work is done in child processes
        return list(pool.map(one, jobs))


def _verified(rewritten: Path, job: Job, *, original: Path | None, options: dict[str, Any]) -> Verified:
    from tf1to2reuse.equivalence.verify import verify

    if job.recording is None and original is None:
        return Verified(job.probe, None, "there is no recording of it")
    try:
        result = verify(rewritten, job.probe, recording=job.recording, original=original, **options)
    except VerificationError as error:
        return Verified(job.probe, None, str(error))
    return Verified(job.probe, result)
