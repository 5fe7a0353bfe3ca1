"""Arrays by TF1 name become a V2 checkpoint that TensorFlow 1 restores.

TensorFlow's own writer takes many tensors at once. Those that are the memory of variables cost nothing; of
others, what is held beside the model is written as soon as it reaches SHARD bytes.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

SHARD = 16 * 2**20


class CheckpointWriter:
    """Add arrays, then ``finish``. Nothing appears under the final name before that."""

    def __init__(self, prefix: Path, shard: int = SHARD) -> None:
        self.prefix, self.shard = prefix.absolute(), shard
        self.names: set[str] = set()
        self._pending: dict[str, Any] = {}
        self._held = 0
        self._shards: list[str] = []
        self.prefix.parent.mkdir(parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(dir=self.prefix.parent, prefix=".writing-")

    def add(self, name: str, value: Any) -> None:
        """An array, or a tensor with the memory of a variable, which must not change before ``finish``."""
        if name in self.names:
            raise ValueError(f"{name} is written twice")
        self.names.add(name)
        if not tf.is_tensor(value):
            self._held += np.asarray(value).nbytes
            value = tf.constant(value)
        self._pending[name] = value
        if self._held >= self.shard:
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
            tensors=list(self._pending.values()),
        )
        self._shards.append(prefix)
        self._pending, self._held = {}, 0

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
