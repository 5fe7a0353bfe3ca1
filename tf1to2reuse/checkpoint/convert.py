"""``checkpoint convert`` and ``checkpoint export``: a request becomes a process of its own and its answer."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tf1to2reuse.equivalence.errors import CheckpointError, ProbeMissingError
from tf1to2reuse.equivalence.record import run
from tf1to2reuse.equivalence.tf1_recorder import ERROR_MARK

PACKAGE_PARENT = Path(__file__).resolve().parents[2]
START = (
    "import sys; sys.path.insert(0, {parent!r}); "
    "from tf1to2reuse.checkpoint.convert_runner import main; "
    "sys.path.remove({parent!r}); main()"
)
WEIGHTS = ".weights.h5"
# glibc keeps what is freed below a growing threshold for later: with thousands of tensors, a fifth of the
# model. These limits make it give memory back; other systems do not read them.
RETURNED = {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_ARENA_MAX": "2"}


@dataclass(frozen=True)
class Moved:
    """``written``: TF1 names that were moved; ``left``: tensors that have no place on the other side, with
    the reason where there is one."""

    written: tuple[str, ...]
    left: tuple[tuple[str, str], ...]


def convert(
    tree: Path,
    probe: str,
    checkpoint: Path,
    out: Path,
    *,
    layer: str = "",
    recording: Path | None = None,
    paths: Sequence[str] = (),
) -> Moved:
    """Fill the probe's layer from a TF1 checkpoint and write its Keras weights.

    ``layer`` names an attribute of the probe's layer (``model``, ``agent.critic``): only that is written.
    ``recording`` gives the inputs to build it with, where the probe's ``call`` has no defaults. Raises
    VerificationError; nothing is written then.
    """
    _checked_weights(out)
    return _run(
        tree, probe, "convert", paths, checkpoint=checkpoint, out=out, layer=layer, recording=recording
    )


def export(
    tree: Path,
    probe: str,
    weights: Path,
    out: Path,
    *,
    like: Path | None = None,
    layer: str = "",
    recording: Path | None = None,
    paths: Sequence[str] = (),
) -> Moved:
    """Load Keras weights into the probe's layer and write them as a TF1 checkpoint with prefix ``out``.

    ``like`` is a TF1 checkpoint of the same model: what the layer does not hold (step counters, optimizer
    slots, other variables) is copied from it, and so are the exact bits of weights that did not change.
    """
    _checked_weights(weights)
    if not weights.is_file():
        raise CheckpointError(f"there is no file {weights}")
    return _run(
        tree, probe, "export", paths, weights=weights, out=out, layer=layer, like=like, recording=recording
    )


def _checked_weights(path: Path) -> None:
    if not path.name.endswith(WEIGHTS):
        raise CheckpointError(f"Keras weights need a name that ends in {WEIGHTS}, not {path.name}")


def _run(tree: Path, probe: str, action: str, paths: Sequence[str], **files: Any) -> Moved:
    if not tree.is_dir():
        raise ProbeMissingError(f"there is no folder {tree}")
    with tempfile.TemporaryDirectory() as scratch:
        request, answer = Path(scratch) / "request.json", Path(scratch) / "answer.json"
        told = {
            key: str(value.absolute()) if isinstance(value, Path) else value for key, value in files.items()
        }
        told |= {"tree": str(tree.resolve()), "probe": probe, "action": action, "paths": list(paths)}
        request.write_text(json.dumps({**told, "answer": str(answer)}), encoding="utf-8")
        run(
            [sys.executable, "-c", START.format(parent=str(PACKAGE_PARENT)), str(request)],
            ERROR_MARK,
            RETURNED,
        )
        moved = json.loads(answer.read_text(encoding="utf-8"))
    return Moved(tuple(moved["written"]), tuple((name, reason) for name, reason in moved["left"]))
