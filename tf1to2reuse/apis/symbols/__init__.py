"""What a TF1 symbol or call becomes on current TensorFlow with Keras 3: strings and tables only."""

from tf1to2reuse.apis.symbols.canonical import canonical
from tf1to2reuse.apis.symbols.lookup import rename, rewrite_call
from tf1to2reuse.apis.symbols.model import UNKNOWN, Arg, CallRewrite, Problem
from tf1to2reuse.apis.symbols.purity import creates_no_variables, is_pure_op, is_random
from tf1to2reuse.apis.symbols.signatures import tf1_parameters

__all__ = [
    "UNKNOWN",
    "Arg",
    "CallRewrite",
    "Problem",
    "canonical",
    "creates_no_variables",
    "is_pure_op",
    "is_random",
    "rename",
    "rewrite_call",
    "tf1_parameters",
]
