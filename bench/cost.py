"""The CPU time of a page, compared with the same page as a Django template.

    .venv/bin/python -m bench.cost

Measures CPU milliseconds per request: user and system time of all processes that take part,
PostgreSQL and Redis included. One logged-in user sends requests on one connection; the kinds of
request alternate, so that other load on the machine affects all alike. Prints a table and writes it
as JSON.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bench import processor_time
from bench.keep_alive_client import KeepAliveClient
from bench.recorded_api import recorded_api
from bench.results import save, table, verdict
from launch.paths import ROOT
from tests.django_process import django_process
from tests.members import Members
from tests.production.rehearsal.compose import Service
from tests.production.rehearsal.layouts import Address
from tests.production.rehearsal.site import Site

_NAME = "latchkey.localhost"
_LIST = "/api/posts/?page=1&page_size=10"
_ACCOUNT = "/api/account/"
_DATABASES = ("postgres", "redis")


@dataclass(frozen=True)
class RequestKind:
    """A kind of request whose cost is measured."""

    name: str
    service: str
    path: str
    # The services whose CPU time counts.
    services: tuple[str, ...]


@dataclass(frozen=True)
class Ratio:
    """Two costs to compare."""

    name: str
    target: float
    of_lowest: float
    of_medians: float

    def row(self) -> list[str]:
        figures = [f"{self.of_lowest:.2f}", f"{self.of_medians:.2f}"]
        return [self.name, *figures, verdict(f"≤ {self.target}", self.of_medians <= self.target)]


KINDS = (
    RequestKind("ours", "web", "/posts", ("web", "api", *_DATABASES)),
    RequestKind("template", "template", "/template/posts", ("template", *_DATABASES)),
    RequestKind("rendering", "rendering", "/posts", ("rendering",)),
    RequestKind("account", "api", _ACCOUNT, ("api", *_DATABASES)),
    RequestKind("list", "api", _LIST, ("api", *_DATABASES)),
    RequestKind("hand-written", "template", "/hand-written/posts/", ("template", *_DATABASES)),
)
DESCRIPTIONS = {
    "ours": "our page /posts: Nuxt and the API",
    "template": "the same page by a Django template",
    "rendering": "our page, rendering alone (recorded API responses)",
    "account": f"GET {_ACCOUNT}",
    "list": f"GET {_LIST}",
    "hand-written": "that list by a view without REST framework",
}


def services(every: dict[str, Service], recorded_port: int) -> dict[str, Service]:
    """One process per service and no proxy, to compare the applications only."""
    api = replace(every["api"], replicas=1)
    web = replace(every["web"], replicas=1)
    settings = {"DJANGO_SETTINGS_MODULE": "bench.template_page.settings", "PYTHONPATH": str(ROOT)}

    def with_api(url: str) -> dict[str, str]:
        return {**web.environment, "NUXT_SESSION_API_URL": url}

    recorded = with_api(f"http://127.0.0.1:{recorded_port}")
    return {
        **{name: every[name] for name in (*_DATABASES, "migrate")},
        "api": api,
        "web": replace(web, environment=with_api("http://api:8000")),
        "template": replace(api, name="template", environment={**api.environment, **settings}),
        "rendering": replace(web, name="rendering", environment=recorded),
    }


@contextmanager
def running_site(posts: int) -> Iterator[tuple[Site, dict[str, str]]]:
    """Run the site with this many posts. Yields it and the headers of a session."""
    responses: dict[str, bytes] = {}
    with (
        tempfile.TemporaryDirectory(prefix="latchkey-cost-") as folder,
        recorded_api(responses) as port,
    ):
        site = Site(
            "one-origin",
            Address(_NAME),
            listen=(0, 0),
            folder=Path(folder),
            report=print,
            change=lambda every: services(every, port),
        )
        with site.running():
            site.manage("make_posts", str(posts), ENVIRONMENT="local")
            with django_process(site.api_environment) as django:
                session = Members(django).create("reader@example.com", "Rita Reader").session
            prefix = site.cookie_prefix
            cookies = f"{prefix}sessionid={session}; {prefix}csrftoken={'a' * 32}"
            headers = {"Host": _NAME, "X-Forwarded-Proto": "https", "Cookie": cookies}
            client = client_of(site, "api", headers)
            responses.update({path: client.get(path) for path in (_ACCOUNT, _LIST)})
            client.close()
            yield site, headers


def client_of(site: Site, service: str, headers: dict[str, str]) -> KeepAliveClient:
    """A client of the service's process, not through the proxy."""
    (instance,) = site.supervisor.of(service)
    port = 3000 if service in ("web", "rendering") else 8000
    return KeepAliveClient(instance.address, port, headers)


def measure(
    site: Site, headers: dict[str, str], rounds: int, requests: int, pause: float
) -> dict[str, list[float]]:
    """CPU milliseconds per request, by kind, one value per round. `pause`: milliseconds."""
    costs: dict[str, list[float]] = {kind.name: [] for kind in KINDS}
    for number in range(rounds + 1):
        for kind in KINDS:
            pids = [
                site.supervisor.pid(instance)
                for name in kind.services
                for instance in site.supervisor.of(name)
            ]
            # The server closes an idle connection during the other kinds.
            client = client_of(site, kind.service, headers)
            before = processor_time.milliseconds(pids)
            for _ in range(requests):
                time.sleep(pause / 1000)
                client.get(kind.path)
            if number > 0:  # round 0 warms up
                costs[kind.name].append((processor_time.milliseconds(pids) - before) / requests)
            client.close()
    return costs


def ratios(costs: dict[str, list[float]]) -> list[Ratio]:
    """The pairs to compare, with the targets for their ratios."""

    def compare(name: str, target: float, one: list[str], others: list[str]) -> Ratio:
        def total(names: list[str], figure: Callable[[list[float]], float]) -> float:
            return sum(figure(costs[name]) for name in names)

        return Ratio(
            name,
            target,
            total(one, min) / total(others, min),
            total(one, statistics.median) / total(others, statistics.median),
        )

    return [
        compare("ours ÷ Django template", 2.0, ["ours"], ["template"]),
        compare("ours ÷ (rendering + API calls)", 1.1, ["ours"], ["rendering", "account", "list"]),
        compare("API list ÷ hand-written view", 1.5, ["list"], ["hand-written"]),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=200, help="of each kind in a round")
    parser.add_argument("--pause", type=float, default=0, help="milliseconds before each request")
    options = parser.parse_args(arguments)
    with running_site(options.posts) as (site, headers):
        costs = measure(site, headers, options.rounds, options.requests, options.pause)
    compared = ratios(costs)
    print("\nCPU milliseconds per request")
    print(table(["", "lowest", "median"], rows(costs)))
    print("\nCompared")
    print(table(["", "of lowest", "of medians", "target"], [ratio.row() for ratio in compared]))
    save(
        "cost", {"parameters": vars(options), "costs": costs, "ratios": list(map(asdict, compared))}
    )


def rows(costs: dict[str, list[float]]) -> list[list[str]]:
    return [
        [DESCRIPTIONS[name], f"{min(each):.2f}", f"{statistics.median(each):.2f}"]
        for name, each in costs.items()
    ]


if __name__ == "__main__":
    main()
