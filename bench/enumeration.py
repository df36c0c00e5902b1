"""Whether the time of an answer tells if an address has an account.

    .venv/bin/python -m bench.enumeration [--tries=200]

Log-in, sign-up, password reset and log-in by code are tried in turn with addresses with and without
an account, in the Django process itself (no network noise), each from another network and with
another address. The two-sample Kolmogorov-Smirnov test compares the distributions: below p = 0.01
they can be told apart.
"""

import argparse
import logging
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.results import save, table, verdict
from launch.paths import ROOT

SIGNIFICANCE = 0.01
AUTH = "/api/auth/browser/v1/auth"
PASSWORD = "a-password-for-measuring"  # noqa: S105 (of a database in a temporary folder)
Try = Callable[[str], tuple[str, dict[str, str]]]
# The path and body of each request, for an address.
TRIES: dict[str, Try] = {
    "log-in": lambda email: ("/api/login/", {"email": email, "password": "wrong"}),
    "sign-up": lambda email: (
        f"{AUTH}/signup",
        {"email": email, "name": "Dana", "password": PASSWORD},
    ),
    "password reset": lambda email: (f"{AUTH}/password/request", {"email": email}),
    "log-in by code": lambda email: (f"{AUTH}/code/request", {"email": email}),
}

# The status of every answer: any other would mean that something else is measured.
EXPECTED = {"log-in": 400, "sign-up": 202, "password reset": 202, "log-in by code": 202}


def kolmogorov_smirnov(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the p-value of the two-sample test, by the asymptotic distribution.

    https://en.wikipedia.org/wiki/Kolmogorov%E2%80%93Smirnov_test
    """
    values = sorted([*((value, 0) for value in one), *((value, 1) for value in other)])
    shares, distance = [0.0, 0.0], 0.0
    steps = (1 / len(one), 1 / len(other))
    for _, sample in values:
        shares[sample] += steps[sample]
        distance = max(distance, abs(shares[0] - shares[1]))
    size = math.sqrt(len(one) * len(other) / (len(one) + len(other)))
    scaled = (size + 0.12 + 0.11 / size) * distance
    if scaled < 0.2:  # The series converges slowly; the p-value is 1.
        return 1.0
    terms = [math.exp(-2 * (k * scaled) ** 2) * (1 if k % 2 else -1) for k in range(1, 101)]
    return min(1.0, max(0.0, 2 * sum(terms)))


def measure(tries: int) -> dict[str, dict[str, list[float]]]:
    """Return the milliseconds of every answer, by form and by whether the address is known."""
    from django.test import Client

    from accounts.models import User

    known = [f"known{number}@example.com" for number in range(tries)]
    users = [User(email=email, name="Known") for email in known]
    for user in users:
        user.password = users[0].password or _hash()
    User.objects.bulk_create(users)
    _verify(known)
    random.seed(1)
    networks = iter(range(10**6))
    times: dict[str, dict[str, list[float]]] = {}
    for form, request_of in TRIES.items():
        times[form] = {"known": [], "unknown": []}
        emails = [
            *(("known", email) for email in known),
            *(("unknown", f"other{number}@example.com") for number in range(tries)),
        ]
        random.shuffle(emails)
        for kind, email in emails:
            client = Client(HTTP_HOST="localhost")
            client.get("/api/login-set-cookie/")
            path, body = request_of(f"{form[:3]}.{email}" if kind == "unknown" else email)
            number = next(networks)
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            start = time.perf_counter()
            response = client.post(path, body, content_type="application/json", REMOTE_ADDR=address)
            times[form][kind].append((time.perf_counter() - start) * 1000)
            if response.status_code != EXPECTED[form]:
                raise RuntimeError(f"{path} answered {response.status_code}: {response.content!r}")
    return times


def _hash() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def _verify(emails: list[str]) -> None:
    from allauth.account.models import EmailAddress

    from accounts.models import User

    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=pk, email=email, verified=True, primary=True)
        for pk, email in User.objects.filter(email__in=emails).values_list("pk", "email")
    )


def rows(times: dict[str, dict[str, list[float]]]) -> list[list[str]]:
    """One row per form: tries, medians, p-value, verdict."""
    result = []
    for form, kinds in times.items():
        p = kolmogorov_smirnov(kinds["known"], kinds["unknown"])
        medians = [f"{statistics.median(kinds[kind]):.2f}" for kind in ("known", "unknown")]
        result.append(
            [
                form,
                str(len(kinds["known"])),
                *medians,
                f"{p:.3f}",
                verdict(f"≥ {SIGNIFICANCE}", p >= SIGNIFICANCE),
            ]
        )
    return result


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bench.enumeration", description=__doc__)
    parser.add_argument("--tries", type=int, default=200, help="per form and kind of address")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="latchkey-enumeration-") as folder:
        env: dict[str, Any] = {
            **os.environ,
            "ENVIRONMENT": "local",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "PYTHONPATH": f"{ROOT}/backend:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        env.pop("REDIS_URL", None)
        manage = [sys.executable, str(ROOT / "backend" / "manage.py"), "migrate", "--verbosity=0"]
        subprocess.run(manage, env=env, check=True)
        code = f"from bench.enumeration import run; run({options.tries})"
        subprocess.run([sys.executable, "-c", code], env=env, check=True)


def run(tries: int) -> None:
    """Measure in a process whose environment names the database; print and save the table."""
    import django

    django.setup()
    logging.disable(logging.INFO)
    times = measure(tries)
    print(
        table(
            ["form", "tries each", "known, ms", "unknown, ms", "p", "target"],
            rows(times),
        )
    )
    save("enumeration", times)


if __name__ == "__main__":
    main()
