"""Read the files in deploy/."""

import configparser
from typing import Any

import yaml

from launch.paths import ROOT
from tests.production.rehearsal.compose import interpolate

DEPLOY = ROOT / "deploy"
VARIABLES = {
    name: name.lower()
    for name in (
        "SITE_NAME",
        "API_NAME",
        "SECRET_KEY",
        "POSTGRES_PASSWORD",
        "REDIS_PASSWORD",
        "API_IMAGE",
        "WEB_IMAGE",
        "PROXY_FILES",
    )
}


def services(file: str) -> dict[str, Any]:
    """The services of a Compose file, such as `stack.yaml`, with example variables."""
    return dict(yaml.safe_load(interpolate((DEPLOY / file).read_text(), VARIABLES))["services"])


def unit(name: str) -> configparser.ConfigParser:
    """Parse a systemd unit, such as `latchkey-api@.service`."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # names keep their case
    parser.read(DEPLOY / "systemd" / name)
    return parser
