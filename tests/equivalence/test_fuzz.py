"""Recordings from elsewhere: whatever is done to their bytes, reading gives a sentence, and runs nothing."""

from __future__ import annotations

import io
import json
import pickle
import random
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from programs import TWINS

from tf1to2reuse.equivalence.errors import RecordingError
from tf1to2reuse.equivalence.recording import Recording, load

WHOLE = TWINS.recording.read_bytes()


def read(folder: Path, data: bytes) -> Recording | str:
    """The recording, or the sentence that says why there is none. Any other exception is a failure."""
    path = folder / "bad.npz"
    path.write_bytes(data)
    try:
        return load(path)
    except RecordingError as error:
        assert str(error).count("\n") == 0 and str(path) in str(error)
        return str(error)


def test_truncated(tmp_path: Path) -> None:
    for size in [*range(0, 200, 7), *range(200, len(WHOLE), 311), len(WHOLE) - 1]:
        assert isinstance(read(tmp_path, WHOLE[:size]), str), size


def test_flipped_bits_are_refused_or_change_nothing(tmp_path: Path) -> None:
    """What is read in spite of a flipped bit (in a date, say) must be what was written."""
    right, draws, refused = fingerprint(load(TWINS.recording)), random.Random(1), 0
    for _ in range(400):
        data = bytearray(WHOLE)
        data[draws.randrange(len(data))] ^= 1 << draws.randrange(8)
        found = read(tmp_path, bytes(data))
        refused += isinstance(found, str)
        assert isinstance(found, str) or fingerprint(found) == right
    assert refused > 200


def test_overwritten_ranges_are_refused_or_change_nothing(tmp_path: Path) -> None:
    right, draws = fingerprint(load(TWINS.recording)), random.Random(2)
    for _ in range(150):
        data = bytearray(WHOLE)
        start, size = draws.randrange(len(data)), draws.randrange(1, 64)
        data[start : start + size] = draws.randbytes(size)
        found = read(tmp_path, bytes(data))
        assert isinstance(found, str) or fingerprint(found) == right


def fingerprint(recording: Recording) -> str:
    """Every number, name and setting."""
    np.set_printoptions(threshold=10**9, floatmode="unique")
    return repr(recording)


class Trap:
    """Runs when it is unpickled."""

    def __reduce__(self) -> Any:
        return (pytest.fail, ("a pickle was loaded",))


def parts() -> dict[str, Any]:
    with np.load(TWINS.recording) as stored:
        return {name: stored[name] for name in stored.files}


def packed(**arrays: Any) -> bytes:
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def test_pickles_are_never_loaded(tmp_path: Path) -> None:
    trap = np.empty(1, object)
    trap[0] = Trap()
    for name in ("meta", "variable/0", "effects", "unknown"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for part, value in {**parts(), name: trap}.items():
                buffer = io.BytesIO()
                np.lib.format.write_array(buffer, value, allow_pickle=True) if value is not trap else (
                    buffer.write(object_array())
                )
                archive.writestr(f"{part}.npy", buffer.getvalue())
        assert isinstance(read(tmp_path, out.getvalue()), str), name
    assert isinstance(read(tmp_path, pickle.dumps(Trap())), str)


def object_array() -> bytes:
    """A .npy file of type object, whose data is the pickle of a trap."""
    buffer = io.BytesIO()
    head = {"descr": "|O", "fortran_order": False, "shape": (1,)}
    np.lib.format.write_array_header_1_0(buffer, head)
    return buffer.getvalue() + pickle.dumps(Trap())


@pytest.mark.parametrize(
    "name", ["../../evil.npy", "/etc/evil.npy", "a\\..\\b.npy", "meta.npy/x", "\u202e.npy", "c:x.npy"]
)
def test_hostile_names_write_nothing(tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.parent.iterdir())
    out = io.BytesIO(WHOLE)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, b"\x93NUMPY\x01\x00\x46\x00")
    read(tmp_path, out.getvalue())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.npz"]
    assert sorted(tmp_path.parent.iterdir()) == before


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    """Which of them is read would be up to the reader."""
    out = io.BytesIO(WHOLE)
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(3))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("effects.npy", buffer.getvalue())
    assert "twice" in str(read(tmp_path, out.getvalue()))


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    """A header that promises more numbers than the file holds must not be allocated."""
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        buffer, {"descr": "<f8", "fortran_order": False, "shape": (2**40, 2**10)}
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("meta.npy", buffer.getvalue())
    assert isinstance(read(tmp_path, out.getvalue()), str)


WRONG = (None, 3, "x", [], {}, [1], {"a": 1}, -1, 1e999, True)


def places(value: Any) -> list[tuple[Any, ...]]:
    """Paths to every part of the description."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found: list[tuple[Any, ...]] = [()]
    for key, inner in items:
        found += [(key, *rest) for rest in places(inner)]
    return found


def test_a_description_with_wrong_parts_gives_a_sentence_or_a_recording(tmp_path: Path) -> None:
    arrays = parts()
    meta, draws = bytes(arrays["meta"]), random.Random(3)
    paths = [path for path in places(json.loads(meta)) if path and path[0] != "trace"]
    for _ in range(250):
        changed = json.loads(meta)
        *outer, last = draws.choice(paths)
        holder = changed
        for key in outer:
            holder = holder[key]
        if draws.random() < 0.3 and isinstance(holder, dict):
            del holder[last]
        else:
            holder[last] = draws.choice(WRONG)
        arrays["meta"] = np.frombuffer(json.dumps(changed).encode(), "uint8")
        read(tmp_path, packed(**arrays))


def test_missing_and_misshaped_parts(tmp_path: Path) -> None:
    arrays = parts()
    for name in arrays:
        rest = {key: value for key, value in arrays.items() if key != name}
        found = read(tmp_path, packed(**rest))
        # A gradient or a step that is absent is one that the original does not have.
        assert isinstance(found, str) or name.startswith(("gradient/", "after/"))
        if name != "meta":
            found = read(tmp_path, packed(**rest, **{name: np.zeros((2, 3, 4, 5), "float32")}))
            assert isinstance(found, str), name
