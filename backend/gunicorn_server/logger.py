"""gunicorn's logger, in the format of Django's logs."""

import logging
from logging.config import dictConfig
from typing import Any

from gunicorn.glogging import Logger as GunicornLogger

from config.environment import read_environment
from monitoring.logging_config import logging_config


class Logger(GunicornLogger):
    def setup(self, cfg: Any) -> None:
        """Replace the handlers that gunicorn sets up."""
        super().setup(cfg)  # type: ignore[no-untyped-call] # gunicorn has no types
        dictConfig(logging_config(read_environment().active_log_format))
        # Otherwise Python prints warnings as plain text.
        logging.captureWarnings(True)
