"""Whether the addresses of the API, as servers and as browsers know them, lead to this one."""

import json
import os
from collections.abc import Sequence
from typing import Any
from urllib.request import urlopen

from django.core import checks
from django.core.checks import CheckMessage, Error, register

from doctor import SITE
from doctor.services import first_line
from monitoring.health import LIVE, deployment_id

ADDRESSES = ["NUXT_SESSION_API_URL", "NUXT_PUBLIC_SESSION_API_URL"]


@register(SITE, deploy=True)
def addresses_lead_here(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """As far as Nuxt's settings are known here: each server may have an environment of its own."""
    if not databases:
        return []
    findings = [look(name, os.environ.get(name, "")) for name in ADDRESSES]
    return [finding for finding in findings if finding is not None]


def look(name: str, address: str) -> CheckMessage | None:
    if not address.startswith(("http://", "https://")):
        return None
    try:
        with urlopen(address.rstrip("/") + LIVE, timeout=5) as answer:  # noqa: S310 (checked)
            found = json.load(answer)["deployment"]
    except Exception as error:  # noqa: BLE001 (whatever it is, it is the answer)
        return checks.Warning(
            f"{name} is {address!r}, and no API answers there: {first_line(error)}",
            hint="Run this where that address can be reached, while the site runs; if it is, "
            "correct the address or what stands between.",
            id="latchkey.address",
        )
    if found == deployment_id():
        return None
    return Error(
        f"{name} is {address!r}, and the API there is another one: it has another SECRET_KEY.",
        hint="Correct the address, or give all processes of this site the same SECRET_KEY.",
        id="latchkey.other_api",
    )
