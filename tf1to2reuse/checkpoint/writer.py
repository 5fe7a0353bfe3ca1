"""Arrays by TF1 name, one at a time, become a V2 checkpoint that TensorFlow 1 restores.

Arrays are gathered into shards of at least SHARD bytes, so that no more than that, or the largest array, is
held in memory beside the model.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

SHARD = 64 * 2**20


class CheckpointWriter:
    """Add arrays, then ``finish``. Nothing appears under the final name before that."""

    def __init__(self, prefix: Path, shard: int = SHARD) -> None:
        self.prefix, self.shard = prefix.absolute(), shard
        self.names: set[str] = set()
        self._pending: dict[str, Any] = {}
        self._shards: list[str] = []
        self.prefix.parent.mkdir(parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(dir=self.prefix.parent, prefix=".writing-")

    def add(self, name: str, value: Any) -> None:
        if name in self.names:
            raise ValueError(f"{name} is written twice")
        self.names.add(name)
        self._pending[name] = np.asarray(value)
        if sum(array.nbytes for array in self._pending.values()) >= self.shard:
            self._flush()

    def _flush(self) -> None:
        if not self._pending:
            return
        prefix = os.path.join(self._folder.name, f"shard-{len(self._shards)}")
        names = list(self._pending)
        tf.raw_ops.SaveV2(
            prefix=prefix,
            tensor_names=names,
            shape_and_slices=[""] * len(names),
            tensors=[tf.constant(value) for value in self._pending.values()],
        )
        self._shards.append(prefix)
        self._pending = {}

    def finish(self) -> None:
        """Put the shards together under the final name, and name it in the folder's ``checkpoint`` file."""
        self._flush()
        tf.raw_ops.MergeV2Checkpoints(
            checkpoint_prefixes=self._shards, destination_prefix=str(self.prefix), delete_old_dirs=False
        )
        self._folder.cleanup()
        tf.compat.v1.train.update_checkpoint_state(str(self.prefix.parent), self.prefix.name)

    def abandon(self) -> None:
        self._folder.cleanup()
