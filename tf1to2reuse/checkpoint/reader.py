"""A TF1 checkpoint, of whatever form, becomes names with shapes and types, and one array at a time.

Forms: V2 (``model.ckpt.index`` and data files), V1 (one file), a folder with a ``checkpoint`` file, a
SavedModel. Partitioned variables appear under their own name, whole.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

# TensorFlow's reader raises these for damaged files, depending on where the damage is.
FAILURES = (tf.errors.OpError, ValueError, RuntimeError, LookupError, TypeError, MemoryError, SystemError)
OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"


class UnreadableCheckpointError(ValueError):
    """There is no checkpoint, it is damaged, or of another kind; the message is one sentence."""


@dataclass(frozen=True)
class Entry:
    """One tensor of a checkpoint, not yet read."""

    shape: tuple[int, ...]
    dtype: str


class Checkpoint:
    """An open checkpoint; ``entries`` by name."""

    def __init__(self, path: Path) -> None:
        self.prefix = find_prefix(path)
        try:
            self._reader = tf.train.load_checkpoint(str(self.prefix))
            shapes = self._reader.get_variable_to_shape_map()
            types = self._reader.get_variable_to_dtype_map()
        except FAILURES as error:
            raise UnreadableCheckpointError(f"{path} cannot be read: {first_line(error)}") from error
        if OBJECT_GRAPH in shapes:
            raise UnreadableCheckpointError(
                f"{path} is a TensorFlow 2 object checkpoint, not one of TensorFlow 1"
            )
        self.entries: Mapping[str, Entry] = {
            name: Entry(tuple(int(size) for size in shape), tf.as_dtype(types[name]).name)
            for name, shape in sorted(shapes.items())
        }

    def read(self, name: str) -> NDArray[Any]:
        """One tensor. Raises UnreadableCheckpointError if its bytes are missing or damaged."""
        value: NDArray[Any] = self._checked(name, lambda: np.asarray(self._reader.get_tensor(name)))
        return value

    def tensor(self, name: str) -> Any:
        """The same as TensorFlow holds it: a variable that it is assigned to takes over its memory."""
        dtype = tf.as_dtype(self.entries[name].dtype)
        prefix = str(self.prefix)
        return self._checked(
            name,
            lambda: tf.raw_ops.RestoreV2(
                prefix=prefix, tensor_names=[name], shape_and_slices=[""], dtypes=[dtype]
            )[0],
        )

    def _checked(self, name: str, read: Callable[[], Any]) -> Any:
        try:
            value = read()
        except FAILURES as error:
            message = f"{self.prefix} is damaged at {name}: {first_line(error)}"
            raise UnreadableCheckpointError(message) from error
        shape = tuple(int(size) for size in value.shape)
        if shape != self.entries[name].shape:
            raise UnreadableCheckpointError(f"{self.prefix} is damaged at {name}: its shape is {list(shape)}")
        return value


def find_prefix(path: Path) -> Path:
    """The prefix that names a checkpoint, from itself, its index file, its folder, or a SavedModel."""
    if path.suffix == ".index" and path.is_file():
        return path.with_suffix("")
    if Path(f"{path}.index").is_file() or path.is_file():
        return path
    if not path.is_dir():
        raise UnreadableCheckpointError(f"there is no checkpoint {path}")
    if (path / "variables" / "variables.index").is_file():
        return path / "variables" / "variables"
    return _newest(path)


def _newest(folder: Path) -> Path:
    """What the folder's ``checkpoint`` file names, also if the folder was moved since."""
    if not (folder / "checkpoint").is_file():
        raise UnreadableCheckpointError(f"{folder} holds no checkpoint: it has no file named checkpoint")
    try:
        state = tf.train.get_checkpoint_state(str(folder))
    except FAILURES as error:
        raise UnreadableCheckpointError(
            f"{folder / 'checkpoint'} cannot be read: {first_line(error)}"
        ) from error
    if state is None or not state.model_checkpoint_path:
        raise UnreadableCheckpointError(f"{folder / 'checkpoint'} names no checkpoint")
    named = Path(state.model_checkpoint_path)
    for prefix in (named, folder / named.name):
        if Path(f"{prefix}.index").is_file() or prefix.is_file():
            return prefix
    raise UnreadableCheckpointError(f"{folder / 'checkpoint'} names {named}, which does not exist")


def first_line(error: BaseException) -> str:
    text = str(getattr(error, "message", "") or error).strip()
    return text.splitlines()[0][:300] if text else type(error).__name__


def closest(name: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates most like ``name``, those with the same last component first."""
    names = sorted(candidates)
    leaf = name.rpartition("/")[2]
    alike = difflib.get_close_matches(name, names, limit * 3, 0.5)
    return sorted(alike, key=lambda other: other.rpartition("/")[2] != leaf)[:limit]
