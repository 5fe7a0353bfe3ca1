"""The parameters of a public function or class of TF 1.15.5."""

from __future__ import annotations

from tf1to2reuse.apis.symbols import contrib, tables


def tf1_parameters(name: str) -> tuple[str, ...] | None:
    """Parameter names in order (``*`` starts the keyword-only ones); None for an unknown name."""
    return tables.tf1_signatures().get(contrib.alias(name))
