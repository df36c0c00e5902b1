"""Starts gunicorn with the configuration beside this file: `python backend/serve.py`.

Where WEB_CONCURRENCY is no number, gunicorn ends in a traceback as it is imported, before its
configuration could say anything. So the environment is read first, and what is wrong with it told.
"""

import os
import runpy
import sys
from pathlib import Path

from config.environment import read_server_environment


def main() -> None:
    """Become gunicorn, or end with what is wrong with the environment."""
    environment = read_server_environment()
    # It would not take one that is left empty, as Compose leaves it.
    os.environ["WEB_CONCURRENCY"] = str(environment.web_concurrency)
    # gunicorn.conf.py says it; whatever a platform has set is then no reason to refuse the start.
    os.environ.pop("FORWARDED_ALLOW_IPS", None)
    here = Path(__file__).resolve()
    sys.argv[:1] = [str(here), "--config", str(here.with_name("gunicorn.conf.py"))]
    runpy.run_module("gunicorn", run_name="__main__")


if __name__ == "__main__":
    main()
