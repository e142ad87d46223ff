"""The illustrative tables of `data/demo/`: one coherent made-up story, the same for the same seed."""

from lib.demo.story import DEFAULT_SEED, generate
from lib.demo.write import write_demo

__all__ = ["DEFAULT_SEED", "generate", "write_demo"]
