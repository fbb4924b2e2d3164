"""Standard streams that are closed, full or gone: an error of one line, never a traceback.

Invariant: once `mend_streams` has run, no file that we open takes the number of a closed stream, where a
library that prints would write into it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TextIO

#: In the order of their numbers: the way a closed one is opened makes every use of it fail.
_STREAMS = (("stdin", os.O_WRONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_RDONLY, "w"))


def mend_streams() -> None:
    """Put a stream that refuses in the place of each one that is closed."""
    for name, way, mode in _STREAMS:
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, way)
            setattr(sys, name, os.fdopen(handle, mode, encoding="utf-8", closefd=False))


def complain(line: str) -> None:
    """A line on standard error, as far as there is one."""
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """Lead a stream that cannot be written nowhere, so that its rest is no second error at the exit."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
