"""An .npz file from anywhere becomes arrays by name, or one sentence: no pickles, no files written.

Read here and not by ``numpy.load``, which believes what an array's header says of its size, and takes the
last of two parts of one name.
"""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tf1to2reuse.equivalence.errors import RecordingError

SUFFIX = ".npy"
PLAIN = "biufcS"


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Every array of the file. Raises RecordingError."""
    if not path.is_file():
        raise RecordingError(f"there is no recording {path}")
    try:
        with zipfile.ZipFile(path) as archive:
            return _members(archive)
    # NotImplementedError: a compression or version that does not exist; RuntimeError: encrypted.
    except (
        OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError,
        RuntimeError, OverflowError, SyntaxError, MemoryError, TypeError,
    ) as error:  # fmt: skip
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise RecordingError(
            f"{path} is not a recording, or is truncated ({reason}); record it again"
        ) from error


def _members(archive: zipfile.ZipFile) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {}
    for info in archive.infolist():
        name = info.filename.removesuffix(SUFFIX)
        if name == info.filename:
            raise ValueError(f"{name!r} is no array")
        if name in found:
            raise ValueError(f"{name!r} is there twice")
        found[name] = _array(name, archive.read(info))
    return found


def _array(name: str, data: bytes) -> NDArray[Any]:
    """The array of one part. Its bytes must be exactly those that its header promises."""
    stream = io.BytesIO(data)
    version = np.lib.format.read_magic(stream)
    if version not in ((1, 0), (2, 0)):
        raise ValueError(f"{name!r} is an array of version {version}")
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = read(stream)
    if dtype.kind not in PLAIN or dtype.hasobject:
        raise ValueError(f"{name!r} holds {dtype}, which is never loaded")
    if any(size < 0 for size in shape):
        raise ValueError(f"{name!r} has a negative size")
    count, start = math.prod(shape), stream.tell()
    if count * dtype.itemsize != len(data) - start:
        raise ValueError(
            f"{name!r} has {len(data) - start} bytes, its header promises {count * dtype.itemsize}"
        )
    flat = np.frombuffer(data, dtype, count, start) if dtype.itemsize else np.zeros(count, dtype)
    return flat.reshape(shape, order="F" if fortran else "C").copy()
