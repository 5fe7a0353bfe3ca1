"""The public names of two TensorFlow versions become the JSON tables in ``tf1to2reuse/apis/symbols/data``.

    python make_tables.py --tf1-python PYTHON_WITH_TF_1_15_5 --tf2-python PYTHON_WITH_TF_2

Where current TensorFlow's ``compat.v1.X`` is the very same object as ``X`` or ``Y``, the TF1 symbol means
that name. Where it is an object of its own, only ``compat.v1.X`` means the same. TensorFlow's own rename list
chooses between several native names of one object.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "tf1to2reuse" / "apis" / "symbols" / "data"
Names = dict[str, dict[str, Any]]

# Modules of TF 1.15 whose public functions only build ops from their arguments, less the exceptions below.
OP_HOMES = """
framework.constant_op framework.dtypes framework.tensor_util ops.array_ops ops.candidate_sampling_ops
ops.check_ops
ops.clip_ops ops.confusion_matrix ops.ctc_ops ops.embedding_ops ops.gen_array_ops ops.gen_audio_ops
ops.gen_bitwise_ops
ops.gen_control_flow_ops ops.gen_data_flow_ops ops.gen_decode_proto_ops ops.gen_encode_proto_ops
ops.gen_image_ops
ops.gen_linalg_ops ops.gen_math_ops ops.gen_nn_ops ops.gen_parsing_ops ops.gen_random_ops ops.gen_sparse_ops
ops.gen_spectral_ops ops.gen_string_ops ops.gradients_impl ops.histogram_ops ops.image_ops_impl ops.init_ops
ops.linalg_ops ops.linalg.linalg_impl ops.manip_ops ops.math_ops ops.nn_impl ops.nn_ops ops.parsing_ops
ops.ragged.ragged_array_ops ops.ragged.ragged_concat_ops ops.ragged.ragged_factory_ops
ops.ragged.ragged_math_ops
ops.ragged.ragged_string_ops ops.ragged.segment_id_ops ops.random_ops ops.sets_impl ops.signal.dct_ops
ops.signal.fft_ops ops.signal.mel_ops ops.signal.mfcc_ops ops.signal.reconstruction_ops ops.signal.shape_ops
ops.signal.spectral_ops ops.signal.window_ops ops.sort_ops ops.sparse_ops ops.special_math_ops
ops.stateless_random_ops ops.string_ops util.nest
"""
ALSO_PURE = """
tf.convert_to_tensor tf.group tf.tuple tf.debugging.assert_all_finite tf.verify_tensor_all_finite
tf.TensorShape
tf.Dimension tf.SparseTensor tf.SparseTensorValue tf.IndexedSlices tf.dimension_value tf.dimension_at_index
tf.convert_to_tensor_or_indexed_slices tf.convert_to_tensor_or_sparse_tensor tf.DType
"""
# Native names that no TF1 name becomes.
UNUSED = ("tf.compat.", "tf.keras.ops.", "tf.keras.applications.", "tf.experimental.", "tf.keras.datasets.")
# Modules of current TensorFlow with the name of a TF1 module and hardly one function in common.
OTHER_MEANING = {"tf.losses", "tf.metrics", "tf.summary", "tf.initializers", "tf.saved_model"}
# Functions of those modules that call back (the callback may create anything), feed, or walk the graph (which
# an eagerly run layer does not have).
NOT_PURE = """
tf.placeholder tf.placeholder_with_default tf.sparse_placeholder tf.sparse.placeholder tf.ragged.placeholder
tf.map_fn tf.nn.with_space_to_batch tf.add_check_numerics_ops tf.nest.map_structure tf.ragged.map_flat_values
tf.timestamp tf.gradients tf.hessians
"""


def dump(python: str) -> Names:
    """What ``dump_api.py`` says under one interpreter."""
    done = subprocess.run([python, str(HERE / "dump_api.py")], stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout.decode())["names"])


def native_renames(python: str) -> dict[str, str]:
    """TensorFlow's own list of renames, read under its interpreter."""
    code = (
        "import json; from tensorflow.tools.compatibility import all_renames_v2 as a; "
        "print(json.dumps({k: v for k, v in a.symbol_renames.items() if isinstance(v, str)}))"
    )
    done = subprocess.run([python, "-c", code], stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout.decode().splitlines()[-1]))


def identity(symbol: dict[str, Any]) -> Any:
    """Equal for two names of one thing; constants count by value."""
    return symbol.get("id") or (symbol["kind"], symbol.get("value"))


def native_names(tf2: Names) -> dict[int, list[str]]:
    """Object to its native names of current TensorFlow, shortest first."""
    found = defaultdict(list)
    for name in sorted(tf2, key=lambda text: (text.count("."), text)):
        if "id" in tf2[name] and not name.startswith(("tf.compat.", "tf.keras.", "tf.experimental.numpy.")):
            found[tf2[name]["id"]].append(name)
    return found


def target(name: str, tf2: Names, natives: dict[int, list[str]], renames: dict[str, str]) -> str | None:
    """The name that means the same in current TensorFlow, or None."""
    if name.startswith("tf.keras."):
        return name if name in tf2 else None
    compat = "tf.compat.v1" + name.removeprefix("tf")
    if compat not in tf2:
        return None
    if name in tf2 and identity(tf2[name]) == identity(tf2[compat]):
        return name
    same = natives.get(tf2[compat].get("id", 0), [])
    preferred = renames.get(name, "")
    return preferred if preferred in same else same[0] if same else compat


def targets(tf1: Names, tf2: Names, renames: dict[str, str]) -> dict[str, str | None]:
    """Every TF1 name outside ``tf.contrib`` to its target."""
    natives = native_names(tf2)
    own = {name: symbol for name, symbol in tf1.items() if not name.startswith("tf.contrib")}
    return {n: target(n, tf2, natives, renames) for n, s in own.items() if s["kind"] != "module"}


def module_targets(tf1: Names, tf2: Names) -> dict[str, str | None]:
    """Every TF1 module: unchanged where current TensorFlow has one of that name and mostly that meaning."""
    names = [n for n, s in tf1.items() if s["kind"] == "module" and not n.startswith("tf.contrib")]
    found: dict[str, str | None] = {}
    for name in names:
        compat = "tf.compat.v1" + name.removeprefix("tf")
        stays = name in tf2 and name not in OTHER_MEANING
        found[name] = "" if stays else compat if compat in tf2 else None
    return found


def contrib_aliases(tf1: Names) -> dict[str, str]:
    """``tf.contrib`` names of things that TF1 also offers outside it."""
    core = {s["id"]: n for n, s in tf1.items() if "id" in s and not n.startswith(("tf.contrib", "tf.keras"))}
    contrib = {n: s for n, s in tf1.items() if n.startswith("tf.contrib.") and s.get("id") in core}
    generated = ("tf.contrib.quantization.", "tf.contrib.specs.")  # re-export every generated op
    found = {n: core[s["id"]] for n, s in contrib.items() if not n.startswith(generated)}
    return found | contrib_data_wrappers(tf1)


def contrib_data_wrappers(tf1: Names) -> dict[str, str]:
    """``tf.contrib.data`` functions that do nothing but call their namesake with the same parameters."""
    found = {}
    for name, symbol in tf1.items():
        moved = name.replace("tf.contrib.data.", "tf.data.experimental.")
        same = moved != name and moved in tf1 and symbol.get("parameters") == tf1[moved].get("parameters")
        if same and symbol["kind"] == "function" and not name.endswith("make_batched_features_dataset"):
            found[name] = moved
    return found


def private_aliases(tf1: Names) -> dict[str, str]:
    """``tf.python.ops.math_ops.add_n`` and its like to the (shortest) public TF1 name of the same object."""
    found: dict[str, str] = {}
    for name in sorted(tf1, key=lambda text: (text.count("."), text)):
        private = tf1[name].get("private") or ""
        if private.startswith("tensorflow.python.") and not name.startswith(("tf.contrib.", "tf.keras.")):
            found.setdefault("tf." + private.removeprefix("tensorflow."), name)
    return found


def signatures(names: Names, wanted: set[str]) -> dict[str, str]:
    """Parameter names of callables, as one string each."""
    chosen = {n: names[n] for n in wanted if names.get(n, {}).get("parameters") is not None}
    return {n: " ".join(s["parameters"]) for n, s in chosen.items()}


def has_attributes(name: str, symbol: dict[str, Any]) -> bool:
    """Classes, constants and the flag values (a callable): ``owner.attribute`` moves with its owner."""
    return symbol["kind"] in ("class", "constant") or name.endswith(".FLAGS")


def pure(tf1: Names) -> list[str]:
    """Functions that only build ops from their arguments."""
    homes = {"tensorflow.python." + home for home in OP_HOMES.split()}
    own = {n: s for n, s in tf1.items() if not n.startswith(("tf.contrib.", "tf.keras.", "tf.train."))}
    found = {n for n, s in own.items() if s["kind"] == "function" and s["home"] in homes}
    return sorted((found | set(ALSO_PURE.split())) - set(NOT_PURE.split()))


def write(name: str, value: Any) -> None:
    """One entry a line, sorted, so that differences read well."""
    text = json.dumps(value, indent=0, sort_keys=True)
    (DATA / name).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tf1-python", required=True)
    parser.add_argument("--tf2-python", required=True)
    options = parser.parse_args()
    tf1, tf2 = dump(options.tf1_python), dump(options.tf2_python)
    found = targets(tf1, tf2, native_renames(options.tf2_python))
    emitted = {new for new in found.values() if new} | {n for n in tf2 if not n.startswith(UNUSED)}
    DATA.mkdir(exist_ok=True)
    write("targets.json", {old: "" if new == old else new for old, new in found.items()})
    write("contrib_aliases.json", contrib_aliases(tf1))
    write("private_aliases.json", private_aliases(tf1))
    write("tf1_signatures.json", signatures(tf1, set(found)))
    write("tf2_signatures.json", signatures(tf2, emitted))
    write("pure.json", pure(tf1))
    write("modules.json", module_targets(tf1, tf2))
    write("constants.json", sorted(n for n, s in tf1.items() if has_attributes(n, s) and n in found))


if __name__ == "__main__":
    main()
