"""Chromium's command-line arguments for a site on the loopback."""

import os
import subprocess
from pathlib import Path

# No background requests of Chromium itself.
_NO_NETWORK = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--no-pings",
)


def arguments(resolver_rules: str) -> list[str]:
    """The arguments; `resolver_rules` map host names to addresses."""
    # Chromium's sandbox does not work for root, the user of most containers.
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [*_NO_NETWORK, f"--host-resolver-rules={resolver_rules}", *as_root]


def trust_authority(authority: Path, home: Path) -> dict[str, str]:
    """Create a home directory that trusts this authority; returns the variables for it."""
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True)
    store = f"sql:{database}"
    given = ("-n", "rehearsal", "-t", "C,,", "-i", str(authority))
    subprocess.run(["certutil", "-d", store, "-N", "--empty-password"], check=True)
    subprocess.run(["certutil", "-d", store, "-A", *given], check=True)
    return {"HOME": str(home)}
