"""Example arrays for the tensors that a program feeds: small, and the same in every run.

What the program fed to its first session run, and what the graph does with a number, decide shape and range.
"""

from __future__ import annotations

from dataclasses import dataclass

from tf1to2reuse.tracing.model import Tensor, Value

BATCH = 4
OPEN = 6
OPEN_IMAGE = 32
DEFAULT_LIMIT = 2


@dataclass(frozen=True)
class Example:
    """An expression for the array, and what a reader should know about it. No expression: a hole."""

    text: str
    notes: tuple[str, ...]


def example(tensor: Tensor, fed: Value | None, seed: int) -> Example:
    """An array for a tensor. ``fed``: the description of what the program fed for it, if it did."""
    told = "as the program feeds it"
    if fed is None and tensor.type == "PlaceholderWithDefault":
        fed, told = tensor.value, "its own default"
    shape, note = sizes(tensor, fed)
    if shape is None:
        return Example("", (f"its shape is not known: an array of {tensor.dtype} is needed",))
    if tensor.dtype not in ("bool", "bfloat16") and not tensor.dtype.startswith(("float", "int", "uint")):
        return Example("", (f"no example of {tensor.dtype} can be made up",))
    if fed is not None and not shape and fed.get("values") is not None:
        return Example(f'np.array({fed["values"]}, "{tensor.dtype}")', (told,))
    text, more = draw(tensor, fed, seed, shape)
    notes = [part for part in (note, more) if part]
    return Example(f'{text}.astype("{tensor.dtype}")', tuple(notes))


def sizes(tensor: Tensor, fed: Value | None) -> tuple[tuple[int, ...] | None, str]:
    """The shape of the example, and a note on the sizes that the program leaves open."""
    seen = fed["shape"] if fed is not None and fed.get("kind") == "array" else None
    shape = tensor.shape
    if shape is None:
        # Nothing says that the first axis is a batch: all sizes are as they are fed.
        return (None, "") if seen is None else (tuple(seen), "of no fixed shape in the program")
    if None not in shape:
        return tuple(size for size in shape if size is not None), ""
    found = tuple(size_of(shape, axis, seen) for axis in range(len(shape)))
    return found, f"shape {list(shape)} in the program"


def size_of(shape: tuple[int | None, ...], axis: int, seen: list[int] | None) -> int:
    """One size; a batch stays small whatever the program feeds."""
    size = shape[axis]
    if size is not None:
        return size
    if axis == 0:
        return BATCH
    if seen is not None and len(seen) == len(shape):
        return seen[axis]
    return OPEN_IMAGE if len(shape) == 4 and axis < 3 else OPEN


def draw(tensor: Tensor, fed: Value | None, seed: int, shape: tuple[int, ...]) -> tuple[str, str]:
    """The numbers, and a note where nothing says in which range they should be."""
    random = f"np.random.RandomState({seed})"
    low, high = fed_range(fed)
    if tensor.dtype == "bool":
        return f"{random}.randint(0, 2, {shape})", ""
    if tensor.dtype.startswith(("int", "uint")):
        if tensor.limit is not None:
            return f"{random}.randint(0, {tensor.limit}, {shape})", ""
        if fed is not None and low is not None and high is not None:
            return f"{random}.randint({int(low)}, {int(high) + 1}, {shape})", ""
        return f"{random}.randint(0, {DEFAULT_LIMIT}, {shape})", "its range is not known"
    if low is None or high is None or low == high:
        low, high = 0, 1
    return f"{random}.uniform({low:.6g}, {high:.6g}, {shape})", ""


def fed_range(fed: Value | None) -> tuple[float | None, float | None]:
    """The smallest and the largest number of what was fed, where the description has them."""
    if fed is None or fed.get("low") is None:
        return None, None
    return fed["low"], fed["high"]
