"""The version, for every part that names it."""

__version__ = "0.1.0"
