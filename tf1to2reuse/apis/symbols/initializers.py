"""TF1 initializers become Keras ones, with TF1's default arguments written out where Keras has others.

``dtype=`` disappears: a Keras weight tells its initializer the type. tests/apis/symbols/numbers.json holds
the moments that TF 1.15.5 measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tf1to2reuse.apis.symbols import binding, text
from tf1to2reuse.apis.symbols.binding import Bound
from tf1to2reuse.apis.symbols.model import Arg, CallRewrite, Problem

KERAS = "tf.keras.initializers."
Given = dict[str, Bound]


class _Entry:
    """How one TF1 initializer is called, what it becomes, and the defaults that must be said."""

    def __init__(self, signature: str, keras: str, defaults: Mapping[str, str], bare: str = "") -> None:
        self.signature = tuple(signature.split())
        self.keras = keras
        self.defaults = defaults
        self.bare = bare  # target of a reference that is not called; "" means compat.v1


_NORMAL = {"stddev": "1.0"}
_SEEDED = "seed dtype"
_ENTRIES = {
    "random_normal": _Entry("mean stddev seed dtype", "RandomNormal", _NORMAL),
    "truncated_normal": _Entry("mean stddev seed dtype", "TruncatedNormal", _NORMAL),
    "random_uniform": _Entry("minval maxval seed dtype", "RandomUniform", {"minval": "0.0", "maxval": "1.0"}),
    "zeros": _Entry("dtype", "Zeros", {}, "Zeros"),
    "ones": _Entry("dtype", "Ones", {}, "Ones"),
    "constant": _Entry("value dtype verify_shape", "Constant", {}, "Constant"),
    "orthogonal": _Entry("gain seed dtype", "Orthogonal", {}, "Orthogonal"),
    "identity": _Entry("gain dtype", "Identity", {}, "Identity"),
    "glorot_uniform": _Entry(_SEEDED, "GlorotUniform", {}, "GlorotUniform"),
    "glorot_normal": _Entry(_SEEDED, "GlorotNormal", {}, "GlorotNormal"),
    "he_normal": _Entry("seed", "HeNormal", {}, "HeNormal"),
    "he_uniform": _Entry("seed", "HeUniform", {}, "HeUniform"),
    "lecun_normal": _Entry("seed", "LecunNormal", {}, "LecunNormal"),
    "lecun_uniform": _Entry("seed", "LecunUniform", {}, "LecunUniform"),
    "variance_scaling": _Entry(
        "scale mode distribution seed dtype", "VarianceScaling", {}, "VarianceScaling"
    ),
}
_ROOT = "random_normal truncated_normal random_uniform zeros ones constant orthogonal "
_ROOT += "glorot_uniform glorot_normal variance_scaling"
ENTRIES = {f"tf.{name}_initializer": _ENTRIES[name] for name in _ROOT.split()}
ENTRIES |= {f"tf.initializers.{name}": entry for name, entry in _ENTRIES.items()}


def initializer_call(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """A core initializer as a Keras one; None for a name that is none."""
    entry = ENTRIES.get(name)
    if entry is None:
        return None
    if any(arg.star for arg in args):
        return None
    bound = binding.bind(name, entry.signature, args)
    if isinstance(bound, Problem):
        return bound
    found = {b.parameter: b for b in bound if b.parameter not in ("dtype", "verify_shape")}
    if "maxval" in found and found["maxval"].arg.code == "None":
        found["maxval"] = replace(found["maxval"], arg=Arg("1.0"))
    if entry.keras == "Constant" and not _one_value(found):
        return None
    unknown = set(found) - set(entry.signature)
    if unknown:
        return Problem("argument-unknown", f"{name} has no argument {', '.join(sorted(unknown))} in TF 1.15")
    return _made(entry.keras, found, entry)


def _made(keras: str, found: Given, entry: _Entry) -> CallRewrite:
    added = [Bound(p, Arg(code), False) for p, code in entry.defaults.items() if p not in found]
    order = tuple(word for word in entry.signature if word != "dtype")
    return CallRewrite(KERAS + keras, binding.emit(order, [*found.values(), *added]))


def _one_value(found: Given) -> bool:
    """TF1 spreads a list over the shape, Keras broadcasts it. No value means 0 on both sides."""
    value = text.literal(found["value"].arg) if "value" in found else 0
    return not isinstance(value, (list, tuple))


def initializer_reference(name: str) -> str | None:
    """The class for an initializer that is not called; None where TF1's defaults differ."""
    entry = ENTRIES.get(name)
    return KERAS + entry.bare if entry is not None and entry.bare else None


def contrib_variance_scaling(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """contrib's ``variance_scaling_initializer``: factor 2, fan in, truncated normal unless uniform."""
    found = _bound(name, "factor mode uniform seed dtype", args)
    if not isinstance(found, dict):
        return found
    factor, mode, uniform = (
        _code(found, p, d) for p, d in (("factor", "2.0"), ("mode", "'FAN_IN'"), ("uniform", "False"))
    )
    seed = [replace(found["seed"].arg, keyword="seed")] if "seed" in found else []
    short = _NAMED.get((_value(factor), _value(mode), _value(uniform)))
    if short:
        return CallRewrite(KERAS + short, tuple(seed))
    spread = _distribution(uniform)
    scaled = (Arg(factor, "scale"), Arg(_mode(mode), "mode"), Arg(spread, "distribution"), *seed)
    return CallRewrite(KERAS + "VarianceScaling", scaled)


_NAMED: dict[tuple[object, object, object], str] = {
    (2.0, "FAN_IN", False): "HeNormal",
    (2.0, "FAN_IN", True): "HeUniform",
    (1.0, "FAN_IN", False): "LecunNormal",
    (1.0, "FAN_IN", True): "LecunUniform",
    (1.0, "FAN_AVG", False): "GlorotNormal",
    (1.0, "FAN_AVG", True): "GlorotUniform",
}


def _bound(name: str, signature: str, args: Sequence[Arg]) -> Given | Problem:
    if any(arg.star for arg in args):
        return Problem(
            "argument-unpacked", f"the arguments of {name} are unpacked, and they have other names in Keras"
        )
    bound = binding.bind(name, tuple(signature.split()), args)
    if isinstance(bound, Problem):
        return bound
    unknown = {b.parameter for b in bound} - set(signature.split())
    if unknown:
        return Problem("argument-unknown", f"{name} has no argument {', '.join(sorted(unknown))} in TF 1.15")
    return {b.parameter: b for b in bound}


def _code(found: Given, parameter: str, default: str) -> str:
    return found[parameter].arg.code if parameter in found else default


def _value(code: str) -> object:
    value = text.literal(Arg(code))
    return value if isinstance(value, (str, bool, int, float)) else None


def _mode(code: str) -> str:
    value = _value(code)
    return f'"{value.lower()}"' if isinstance(value, str) else f"{text.operand(code)}.lower()"


def _distribution(uniform: str) -> str:
    value = _value(uniform)
    if isinstance(value, bool):
        return '"uniform"' if value else '"truncated_normal"'
    return f'"uniform" if {text.operand(uniform)} else "truncated_normal"'


def xavier(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """``xavier_initializer(uniform=True)`` is Glorot's uniform or normal."""
    found = _bound(name, "uniform seed dtype", args)
    if not isinstance(found, dict):
        return found
    seed = (replace(found["seed"].arg, keyword="seed"),) if "seed" in found else ()
    uniform = _code(found, "uniform", "True")
    value = _value(uniform)
    if isinstance(value, bool):
        return CallRewrite(KERAS + ("GlorotUniform" if value else "GlorotNormal"), seed)
    spread = Arg(_distribution(uniform), "distribution")
    return CallRewrite(
        KERAS + "VarianceScaling", (Arg("1.0", "scale"), Arg('"fan_avg"', "mode"), spread, *seed)
    )


def l2(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """TF1's L2 is ``scale * sum(w**2) / 2``, Keras's has no half."""
    found = _bound(name, "scale scope", args)
    if not isinstance(found, dict):
        return found
    if "scale" not in found:
        return Problem("argument-unknown", f"{name} is called without scale")
    return CallRewrite("tf.keras.regularizers.L2", (Arg(text.half(found["scale"].arg.code)),))


def l1(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """The same sum of magnitudes."""
    found = _bound(name, "scale scope", args)
    if not isinstance(found, dict):
        return found
    if "scale" not in found:
        return Problem("argument-unknown", f"{name} is called without scale")
    return CallRewrite("tf.keras.regularizers.L1", (Arg(found["scale"].arg.code),))


def l1_l2(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """Both scales default to 1 in TF1."""
    found = _bound(name, "scale_l1 scale_l2 scope", args)
    if not isinstance(found, dict):
        return found
    first, second = _code(found, "scale_l1", "1.0"), text.half(_code(found, "scale_l2", "1.0"))
    return CallRewrite("tf.keras.regularizers.L1L2", (Arg(first, "l1"), Arg(second, "l2")))


def penalty(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """``apply_regularization(regularizer, weights)`` adds up what the regularizer says of each weight."""
    found = _bound(name, "regularizer weights_list", args)
    if not isinstance(found, dict):
        return found
    regularizer, weights = _code(found, "regularizer", "None"), _code(found, "weights_list", "None")
    if _is_none(regularizer) or _is_none(weights):
        message = f"{name} without a list of weights goes over a collection that Keras does not fill"
        return Problem("symbol-no-target", message)
    each = next(word for word in ("weight", "value", "w") if word not in regularizer)
    code = f"tf.add_n([{text.operand(regularizer)}({each}) for {each} in {text.operand(weights)}])"
    return CallRewrite("", (), code)


def _is_none(code: str) -> bool:
    return text.literal(Arg(code)) is None


CONTRIB: dict[str, Callable[[str, Sequence[Arg]], CallRewrite | Problem | None]] = {
    "variance_scaling_initializer": contrib_variance_scaling,
    "xavier_initializer": xavier,
    "xavier_initializer_conv2d": xavier,
    "l2_regularizer": l2,
    "l1_regularizer": l1,
    "l1_l2_regularizer": l1_l2,
    "apply_regularization": penalty,
}
CONTRIB_REFERENCES = {
    "variance_scaling_initializer": KERAS + "HeNormal",
    "xavier_initializer": KERAS + "GlorotUniform",
    "xavier_initializer_conv2d": KERAS + "GlorotUniform",
    "l1_regularizer": "tf.keras.regularizers.L1",
}
