"""A packaged TensorFlow 1 project, end to end: ledger, rewrite, verification, and a mistake it catches."""

from tf1to2reuse.demo.steps import run

__all__ = ["run"]
