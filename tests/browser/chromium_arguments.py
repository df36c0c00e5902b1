"""How Chromium is started for the site on the loopback."""

import os
import subprocess
from pathlib import Path

# The loopback is all the network there is, whatever a page or Chromium itself asks for.
_NO_NETWORK = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--no-pings",
)


def arguments(resolver_rules: str) -> list[str]:
    """What it is told at its start; `resolver_rules` say where it finds which names."""
    # Chromium's own sandbox refuses to work for root, which is who tests run as in most containers.
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [*_NO_NETWORK, f"--host-resolver-rules={resolver_rules}", *as_root]


def trusting(authority: Path, home: Path) -> dict[str, str]:
    """The environment in which it trusts this certificate authority: a home that says so."""
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True)
    store = f"sql:{database}"
    given = ("-n", "rehearsal", "-t", "C,,", "-i", str(authority))
    subprocess.run(["certutil", "-d", store, "-N", "--empty-password"], check=True)
    subprocess.run(["certutil", "-d", store, "-A", *given], check=True)
    return {"HOME": str(home)}
