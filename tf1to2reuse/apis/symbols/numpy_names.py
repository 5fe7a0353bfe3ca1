"""numpy names that numpy 1.24 and 2.0 removed become builtins or the names that both have."""

from __future__ import annotations

RENAMED = {
    "np.float": "float",
    "np.int": "int",
    "np.bool": "bool",
    "np.object": "object",
    "np.str": "str",
    "np.complex": "complex",
    "np.long": "int",
    "np.unicode": "str",
    "np.float_": "np.float64",
    "np.complex_": "np.complex128",
    "np.string_": "np.bytes_",
    "np.unicode_": "np.str_",
    "np.Inf": "np.inf",
    "np.Infinity": "np.inf",
    "np.infty": "np.inf",
    "np.PINF": "np.inf",
    "np.NaN": "np.nan",
    "np.NAN": "np.nan",
    "np.product": "np.prod",
    "np.cumproduct": "np.cumprod",
    "np.sometrue": "np.any",
    "np.alltrue": "np.all",
    "np.round_": "np.round",
    "np.row_stack": "np.vstack",
    "np.in1d": "np.isin",
}
GONE = {
    "np.NINF": "write -np.inf",
    "np.asscalar": "write x.item()",
    "np.asfarray": "write np.asarray(x, dtype=float)",
    "np.msort": "write np.sort(x, axis=0)",
    "np.random.random_integers": "write np.random.randint(low, high + 1)",
}
