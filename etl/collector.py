"""The collector of reference cycles, held back where many objects are made and no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_held() -> Iterator[None]:
    """Hold the collector of cycles back while a document is read, which makes none.

    Each of its rounds would walk through the many small objects made, and all that the process holds.
    So would the first round after: what was made is put among the old objects unlooked at.
    """
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            if not gc.get_freeze_count():  # else the program has frozen objects, which are not ours to thaw
                gc.freeze()
                gc.unfreeze()  # into the oldest generation
            gc.enable()
