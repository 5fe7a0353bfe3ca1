"""Copied as they are into rewritten trees by ``verify --write-tests``."""
