"""The API URLs that Nuxt and browsers use lead to this API."""

import json
import os
from collections.abc import Sequence
from typing import Any
from urllib.request import urlopen

from django.core import checks
from django.core.checks import CheckMessage, Error, register

from doctor import SITE
from doctor.report import first_line
from monitoring.health import LIVE, deployment_id

# Variables of the Nuxt server. They are checked if this process has them, too.
API_URL_VARIABLES = ["NUXT_SESSION_API_URL", "NUXT_PUBLIC_SESSION_API_URL"]


@register(SITE, deploy=True)
def check_api_urls(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Every configured URL of the API leads to this deployment."""
    if not databases:
        return []
    messages = [check_api_url(name, os.environ.get(name, "")) for name in API_URL_VARIABLES]
    return [message for message in messages if message is not None]


def check_api_url(name: str, url: str) -> CheckMessage | None:
    """Check that the API at this URL responds and has the same SECRET_KEY."""
    if not url.startswith(("http://", "https://")):
        return None
    try:
        with urlopen(url.rstrip("/") + LIVE, timeout=5) as response:  # noqa: S310 (checked above)
            deployment = json.load(response)["deployment"]
    except Exception as error:  # noqa: BLE001 (any error is the result)
        return checks.Warning(
            f"{name} is {url!r}, and no API responds there: {first_line(error)}",
            hint="Run this on a machine that can reach that address, while the site runs. If it "
            "still fails, correct the address or the proxy in between.",
            id="latchkey.address",
        )
    if deployment == deployment_id():
        return None
    return Error(
        f"{name} is {url!r}, and the API there is another one: it has another SECRET_KEY.",
        hint="Correct the address, or give all processes of this site the same SECRET_KEY.",
        id="latchkey.other_api",
    )
