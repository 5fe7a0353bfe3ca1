"""A rewritten tree and a recording become measurements, in a process of their own (see ``verify``).

    python -c "from tf1to2reuse.equivalence.keras_runner import main; main()" REQUEST.json

The request names the tree, the probe, the recording, further import folders and the file to write. A failure
is one JSON line on stderr, marked like the recorder's, and exit status 3.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from tf1to2reuse.checkpoint.manifest import Manifest, ManifestError, load_manifest
from tf1to2reuse.checkpoint.map import CheckpointMap, Tf1Variable, match
from tf1to2reuse.checkpoint.walk import Found, Root, slots_of, walk
from tf1to2reuse.equivalence import measured
from tf1to2reuse.equivalence.compare import compare
from tf1to2reuse.equivalence.eager import EagerProgram
from tf1to2reuse.equivalence.errors import RecordingError
from tf1to2reuse.equivalence.graph import FeedError, GraphProgram
from tf1to2reuse.equivalence.holding import Holding, is_state, underlying
from tf1to2reuse.equivalence.keras_draws import Draws
from tf1to2reuse.equivalence.measure import Measurement
from tf1to2reuse.equivalence.operations import Operations
from tf1to2reuse.equivalence.recording import Recording, load
from tf1to2reuse.equivalence.reference import NoReferenceError, write_reference
from tf1to2reuse.equivalence.tf1_recorder import ERROR_MARK, emulate_nchw, failing_place
from tf1to2reuse.equivalence.tf1_recorder import RecorderError as Failure
from tf1to2reuse.equivalence.tracking import Tracker


class Session:
    """One rewritten program: its tree, its manifest, and what is patched to watch it."""

    def __init__(self, tree: Path, manifest: Manifest, recording: Recording, probe: str) -> None:
        self.tree, self.manifest, self.recording = tree, manifest, recording
        self.probe = probe
        self.draws, self.holding, self.tracker = Draws(), Holding(), Tracker(manifest, tree)
        self.operations = Operations(self.tracker)
        self.map: CheckpointMap | None = None

    def install(self) -> None:
        self.tracker.install()
        self.holding.install()
        if self.recording.settings.random:
            self.draws.install()
        if self.recording.settings.cpu_nchw:
            emulate_nchw(tf)

    def eager(self, target: str) -> tuple[EagerProgram, CheckpointMap]:
        """Construct the probe's layer, build it with one throw-away call, and map its weights."""
        with self.tracker.watching(), self.blaming("was imported"):
            cls = self._load(target)
        with self.tracker.watching(), self.blaming("was constructed"):
            layer = cls()
        program = EagerProgram(layer, self.recording, self.draws, self.holding)
        with self.tracker.watching(), self.blaming("was called"):
            program.call()
        slots = slots_of(layer, self.manifest, self.tree)
        if slots is None:
            raise Failure("manifest", f"the manifest has no entry for the probe's layer {target}")
        root = Root(layer, self.manifest.classes[target], "", target.rpartition(":")[2])
        return program, self._map([root])

    def graph(self, hold: bool) -> tuple[GraphProgram, CheckpointMap]:
        """Build the probe's graph, with all updates of non-trainable variables held back or live."""
        tf.compat.v1.disable_control_flow_v2()
        keras.backend.clear_session()
        program = GraphProgram(self.recording)
        rule: Callable[[Any], bool] = is_state if hold else (lambda _: False)
        with program.graph.as_default(), self.tracker.watching(), self.blaming("was imported"):
            probe = self._load(self.probe)
        self.draws.reset()
        watched = self.tracker.watching(), self.operations.watching()
        with self.holding.holding(rule), watched[0], watched[1], self.blaming("built its graph"):
            try:
                program.build(probe)
            except FeedError as error:
                raise Failure("probe-result", str(error)) from error
        return program, self._map([], self._kept(program))

    def _kept(self, program: GraphProgram) -> list[Found]:
        """Variables that drivers still make by their TF1 names."""
        of_layers = {id(underlying(variable)) for variable in self.tracker.variables}
        names = {variable.name for variable in self.recording.variables}
        with program.graph.as_default():
            variables = [v for v in tf.compat.v1.global_variables() if id(v) not in of_layers]
        return [
            Found((v.op.name,), (v,), (f"tf.compat.v1: {v.op.name}",), "name")
            for v in variables
            if v.op.name in names
        ]

    def _map(self, roots: list[Root], kept: Sequence[Found] = ()) -> CheckpointMap:
        found, problems = walk(
            [*roots, *self.tracker.drivers, *self.tracker.holders], self.manifest, self.tree
        )
        found += [one for one in kept if not any(set(one.names) & set(other.names) for other in found)]
        made = match(found, tf1_variables(self.recording), self.tracker.weights())
        return CheckpointMap(made.matches, made.skipped, (*problems, *made.problems))

    def _load(self, target: str) -> Any:
        return load_target(self.tree, target)

    def blaming(self, doing: str) -> AbstractContextManager[None]:
        return blaming(self.tree, doing)


def load_target(tree: Path, target: str) -> Any:
    """``FILE.py:NAME`` of a tree, imported."""
    file, _, name = target.rpartition(":")
    value: Any = load_module(tree / file)
    for part in name.split("."):
        value = getattr(value, part, None)
    if value is None:
        raise Failure("probe-missing", f"{file} has no {name}")
    return value


@contextmanager
def blaming(tree: Path, doing: str) -> Iterator[None]:
    """An exception of the program becomes one sentence with its file and line."""
    try:
        yield
    except Failure:
        raise
    except (Exception, SystemExit) as error:
        place = failing_place(error, str(tree))
        last = traceback.format_exception_only(type(error), error)[-1].strip().splitlines()
        message = f"the rewritten probe failed when it {doing}, at {place}: {' '.join(last)[:600]}"
        raise Failure("probe-raises", message) from error


def load_module(path: Path) -> ModuleType:
    if not path.is_file():
        raise Failure("probe-missing", f"there is no file {path}")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise Failure("probe-missing", f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def forget_modules(tree: Path) -> None:
    """Import the tree anew next time: a module may hold layers that belong to one graph."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and Path(file).resolve().is_relative_to(tree):
            del sys.modules[name]


def tf1_variables(recording: Recording) -> list[Tf1Variable]:
    read = {name for output in recording.outputs for name in (*output.reads, *output.assigns)}
    return [
        Tf1Variable(v.name, v.value.shape, v.dtype, v.trainable, v.name not in read and not v.updates)
        for v in recording.variables
    ]


def measure(session: Session) -> measured.Measured:
    """All measurements. What cannot be measured is a failure of its own and does not stop the rest."""
    session.install()
    target = session.manifest.probes.get(session.probe)
    if target is not None:
        program, session.map = session.eager(target)
        seen = session.tracker.calls, session.operations
        return Measurement(session.recording, program, session.map, None, seen).all()
    held, checkpoint_map = session.graph(hold=True)
    seen = list(session.tracker.calls), session.operations
    session.operations = Operations(session.tracker)
    live = None
    recording = session.recording
    if any(o.assigns for o in recording.outputs) or any(v.updates for v in recording.variables):
        forget_modules(session.tree)
        session.tracker.layers.clear()
        session.tracker.variables.clear()
        session.tracker.plain.clear()
        session.tracker.drivers.clear()
        session.tracker.holders.clear()
        live = session.graph(hold=False)
    return Measurement(recording, held, checkpoint_map, live, seen).all()


def run(request: dict[str, Any]) -> None:
    tree = Path(request["tree"]).resolve()
    try:
        manifest = load_manifest(tree)
    except ManifestError as error:
        raise Failure("manifest", str(error)) from error
    try:
        recording = load(Path(request["recording"]))
    except RecordingError as error:
        raise Failure("recording", str(error)) from error
    session = Session(tree, manifest, recording, request["probe"])
    found: list[measured.Measured] = []
    run_in(tree, request["probe"], request["paths"], lambda: found.append(measure(session)))
    measured.write(Path(request["out"]), found[0])
    if request.get("reference"):
        keep(session, found[0], Path(request["reference"]))


def keep(session: Session, found: measured.Measured, out: Path) -> None:
    """Write the reference of a proven probe; of another one, the reason why there is none."""
    result = compare(session.recording, found)
    try:
        if not result.passed:
            raise NoReferenceError(f"it is {result.verdict}")
        if session.map is None:
            raise NoReferenceError("it did not become a layer, and runs in a graph")
        layer = session.manifest.probes[session.probe]
        write_reference(out, session.recording, session.map, result, layer)
    except NoReferenceError as error:
        out.with_suffix(".txt").write_text(str(error), encoding="utf-8")


def run_in(tree: Path, probe: str, paths: list[str], action: Callable[[], None]) -> None:
    """Run ``action`` as the recorder runs a probe: its import path, fixed seeds, an empty current folder."""
    file = tree / probe.rpartition(":")[0]
    sys.path[:0] = [str(file.parent), str(tree), *(os.path.join(tree, folder) for folder in paths)]
    sys.argv = [str(file)]
    sys.dont_write_bytecode = True
    keras.config.disable_traceback_filtering()
    tf.random.set_seed(1)
    np.random.seed(1)
    with tempfile.TemporaryDirectory() as scratch:  # some programs write to the current folder
        os.chdir(scratch)
        try:
            action()
        finally:
            os.chdir(tree)


def main() -> None:
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    try:
        run(request)
    except Failure as failure:
        told = json.dumps({"kind": failure.kind, "message": str(failure)})
        sys.stderr.write(f"\n{ERROR_MARK}{told}\n")
        sys.exit(3)
