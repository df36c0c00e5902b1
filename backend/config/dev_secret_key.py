"""The secret key of a development machine."""

import os
import secrets
import tempfile
from pathlib import Path


def dev_secret_key(path: Path) -> str:
    """Return the key in this file, which the first call creates."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # A link is atomic: of two processes that start at once one wins, and neither reads half a
        # key. mkstemp lets only the owner read the file.
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-key-")
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text().strip()
