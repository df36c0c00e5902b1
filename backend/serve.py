"""Start gunicorn with gunicorn.conf.py: `python backend/serve.py`.

gunicorn reads WEB_CONCURRENCY when it is imported and fails with a traceback if it is not a number.
So the environment is validated first.
"""

import os
import runpy
import sys
from pathlib import Path

from config.environment import read_server_environment


def main() -> None:
    """Become gunicorn, or exit with a message about the environment."""
    environment = read_server_environment()
    # gunicorn does not accept an empty variable, which Compose may pass.
    os.environ["WEB_CONCURRENCY"] = str(environment.web_concurrency)
    # gunicorn.conf.py sets it, but gunicorn would validate the variable first.
    os.environ.pop("FORWARDED_ALLOW_IPS", None)
    here = Path(__file__).resolve()
    sys.argv[:1] = [str(here), "--config", str(here.with_name("gunicorn.conf.py"))]
    runpy.run_module("gunicorn", run_name="__main__")


if __name__ == "__main__":
    main()
