"""Stopping is not to be interrupted."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Signals that would interrupt wait until they are of no consequence."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = {sign: signal.signal(sign, signal.SIG_IGN) for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for sign, handler in known.items():
            signal.signal(sign, handler)
