"""A part of the loopback for one rehearsal, so that two do not meet."""

import socket

_CHOICES = range(83, 128)
_PORT = 8000  # nothing is sent there; that it is held says that this part is taken


class Network:
    """The addresses below one `127.x`, this rehearsal's until it is released."""

    def __init__(self) -> None:
        for number in _CHOICES:
            holder = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                holder.bind((f"127.{number}.0.1", _PORT))
            except OSError:
                holder.close()
                continue
            self._holder = holder
            self.prefix = f"127.{number}"
            return
        raise OSError("Every part of the loopback that rehearsals use is taken.")

    def release(self) -> None:
        """Let others have it."""
        self._holder.close()
