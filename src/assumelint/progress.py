"""A progress line for runs on a terminal that take longer than a second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

DELAY = 1.0
MESSAGE = "assumelint: at work …"


@contextmanager
def progress(stream: TextIO) -> Iterator[None]:
    """Show a line on the stream while the block runs, if the stream is a terminal and the block takes long."""
    if not stream.isatty():
        yield
        return
    import threading  # imported only on a terminal, so that CI runs do not pay for it

    shown = threading.Event()

    def show() -> None:
        shown.set()
        stream.write(f"\r{MESSAGE}")
        stream.flush()

    timer = threading.Timer(DELAY, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if shown.is_set():
            stream.write("\r\x1b[K")
            stream.flush()
