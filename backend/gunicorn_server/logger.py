"""gunicorn's log, in the form of all others."""

import logging
from logging.config import dictConfig
from typing import Any

from gunicorn.glogging import Logger as GunicornLogger

from config.environment import read_environment
from monitoring.logging_config import logging_config


class Logger(GunicornLogger):
    def setup(self, cfg: Any) -> None:
        """Take the place of the handlers that gunicorn gives itself, each time that it does."""
        super().setup(cfg)  # type: ignore[no-untyped-call]
        dictConfig(logging_config(read_environment().active_log_format))
        # Python's own warnings come in no form at all.
        logging.captureWarnings(True)
