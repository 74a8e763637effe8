"""A process that runs out of memory: what a child's script begins with."""

from __future__ import annotations

__all__ = ["LITTLE_MEMORY"]

LITTLE_MEMORY = """
import resource

def leave(spare):
    "Let this process have so many bytes of memory more than it has."
    size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + spare, size + spare))

def use_up(hoard):
    "Put what memory is left into a list, to the last bytes, and raise MemoryError."
    block = 1 << 20
    while True:
        try:
            hoard.append(bytearray(block))
        except MemoryError:
            if block < 64:
                raise
            block //= 2
"""
