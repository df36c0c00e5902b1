"""Showing what several processes say, line by line, each with its name."""

import subprocess
import sys
import threading
from datetime import datetime
from typing import IO

from honcho.colour import get_colours
from honcho.printer import Message, Printer

_DRAIN_SECONDS = 1.0


class Relay:
    """Prints the lines of several outputs without mixing them."""

    def __init__(self, names: list[str]) -> None:
        self._printer = Printer(sys.stdout, width=max(map(len, names)))
        self._colours = get_colours()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def follow(self, name: str, process: subprocess.Popen[bytes]) -> None:
        """Print everything that the process says, through its pipe, under the name."""
        colour = next(self._colours)
        arguments = (name, colour, process.stdout)
        thread = threading.Thread(target=self._copy, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def say(self, text: str) -> None:
        """Print something of our own in between."""
        with self._lock:
            print(text, flush=True)

    def drain(self) -> None:
        """Wait a moment for the last words of processes that have ended."""
        for thread in self._threads:
            thread.join(_DRAIN_SECONDS)

    def _copy(self, name: str, colour: str, output: IO[bytes]) -> None:
        for line in output:
            message = Message("line", line, datetime.now().astimezone(), name, colour)
            with self._lock:
                self._printer.write(message)
