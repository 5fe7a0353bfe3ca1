"""How the time of ``scan`` grows with a program: one measure of it doubles five times, the rest stays.

For each measure one line: seconds for each size, and how much more the last doubling costs (2.0 is in
proportion to the size). The programs are made here; nothing is downloaded.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HEAD = "import tensorflow as tf\n\n\n"
DOUBLINGS = 5


def files(count: int) -> dict[str, str]:
    """``count`` modules with a model each, and one that builds them all."""
    modules = {f"model{number}.py": HEAD + model(f"net{number}", 8) for number in range(count)}
    imports = "".join(f"from model{number} import net{number}\n" for number in range(count))
    calls = "".join(f"    h = net{number}(h, 'n{number}')\n" for number in range(count))
    return {**modules, "main.py": HEAD + imports + f"\n\ndef build(h):\n{calls}    return h\n"}


def depth(count: int) -> dict[str, str]:
    """``count`` functions in one module, each of which calls the one before it under a scope of its own."""
    functions = [model("level0", 4)]
    for number in range(1, count):
        functions.append(
            f"def level{number}(x, name):\n    with tf.variable_scope(name):\n"
            f"        x = level{number - 1}(x, 'level{number - 1}')\n"
            f"        return x + tf.get_variable('b', [x.shape[-1].value])\n"
        )
    return {"model.py": HEAD + "\n\n".join(functions)}


def sites(count: int) -> dict[str, str]:
    """``count`` variables in one scope of one function."""
    return {"model.py": HEAD + model("net", count)}


def unnamed(count: int) -> dict[str, str]:
    """``count`` unnamed layers in one scope, which TensorFlow numbers."""
    body = "        x = tf.layers.dense(x, 4)\n" * count
    text = f"def net(x, name):\n    with tf.variable_scope(name):\n{body}        return x\n"
    return {"model.py": HEAD + text}


def branches(count: int) -> dict[str, str]:
    """``count`` undecided branches in one function, with a variable in each."""
    body = "".join(
        f"        if flags[{number}]:\n            x = x + tf.get_variable('w{number}', [4])\n"
        for number in range(count)
    )
    text = f"def net(x, flags, name):\n    with tf.variable_scope(name):\n{body}        return x\n"
    return {"model.py": HEAD + text}


def calls(count: int) -> dict[str, str]:
    """One function that is called ``count`` times under scopes of their own."""
    body = "".join(f"    h = net(h, 'n{number}')\n" for number in range(count))
    return {"model.py": HEAD + model("net", 8) + f"\n\ndef build(h):\n{body}    return h\n"}


def model(name: str, layers: int) -> str:
    """A function with some layers under a scope that is given."""
    body = "".join(f"        x = tf.layers.dense(x, 4, name='d{number}')\n" for number in range(layers))
    return f"def {name}(x, name):\n    with tf.variable_scope(name):\n{body}        return x\n"


MEASURES: dict[str, tuple[Callable[[int], dict[str, str]], int]] = {
    "files": (files, 8),
    "call depth": (depth, 2),
    "sites in a scope": (sites, 32),
    "unnamed layers in a scope": (unnamed, 32),
    "undecided branches": (branches, 16),
    "calls of a function": (calls, 8),
}


def main() -> None:
    """Prints one line for each measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run; the fastest counts")
    rounds = parser.parse_args().rounds
    nothing = seconds({"empty.py": ""}, rounds)
    print(f"start-up alone: {nothing:.2f} s, left out below")
    for name, (make, first) in MEASURES.items():
        sizes = [first * 2**number for number in range(DOUBLINGS + 1)]
        found = [seconds(make(size), rounds) - nothing for size in sizes]
        told = ", ".join(f"{size}: {one:.2f}" for size, one in zip(sizes, found, strict=True))
        print(f"{name}: {told}; last doubling x {found[-1] / max(found[-2], 0.001):.1f}", flush=True)


def seconds(modules: dict[str, str], rounds: int) -> float:
    """The wall time of one scan, the fastest of some. A scan that fails ends the benchmark."""
    with tempfile.TemporaryDirectory() as folder:
        for file, text in modules.items():
            Path(folder, file).write_text(text)
        command = [sys.executable, "-m", "tf1to2reuse", "scan", folder, "--format", "json"]
        times = []
        for _ in range(rounds):
            begin = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - begin)
        return min(times)


if __name__ == "__main__":
    main()
