"""Concurrent visitors: every response names its own visitor only."""

import random
import re
import secrets
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection

from tests.http_client import HOST
from tests.members import Member, Members
from tests.site import Site

# Three times as many connections as gunicorn has threads.
MEMBERS = 20
ANONYMOUS = 4
SEED = 20260711

# How often each member asks for what, in a random order: pages, error pages (which Nuxt renders in
# a second pass), and the API through Nuxt.
REQUESTS = {
    "/": 10,
    "/nowhere": 2,
    "/api/account/": 6,
    "/posts": 8,
    "/posts?page=999": 2,
}
STATUS = {
    "/nowhere": 404,
    "/posts?page=999": 404,
}
ANONYMOUS_PATHS = ["/", "/login", "/about"] * 8

# In the name and the address of each member, and nowhere else.
MARK = re.compile(r"mark[0-9a-f]{16}")


@dataclass
class Visit:
    """The responses that one visitor got."""

    responses: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


def test_each_response_names_its_own_visitor(site: Site, members: Members) -> None:
    people = [make_member(members) for _ in range(MEMBERS)]
    visits: list[Callable[[], Visit]] = [
        *((lambda person=person: visit_as(site, person)) for person in people),
        *((lambda: send(site, ANONYMOUS_PATHS, "", set())) for _ in range(ANONYMOUS)),
    ]
    with ThreadPoolExecutor(len(visits)) as threads:
        done = list(threads.map(lambda visit: visit(), visits))

    assert [error for visit in done for error in visit.errors][:20] == []
    total = sum(visit.responses.total() for visit in done)
    assert total == MEMBERS * sum(REQUESTS.values()) + ANONYMOUS * len(ANONYMOUS_PATHS)


def make_member(members: Members) -> Member:
    mark = f"mark{secrets.token_hex(8)}"
    return members.create(f"{mark}@example.com", f"Person {mark}")


def visit_as(site: Site, person: Member) -> Visit:
    """Send the requests of one member."""
    paths = [path for path, times in REQUESTS.items() for _ in range(times)]
    random.Random(SEED + person.id).shuffle(paths)  # noqa: S311 - an order, not a secret
    cookie = f"sessionid={person.session}; csrftoken={secrets.token_hex(16)}"
    return send(site, paths, cookie, {person.email.partition("@")[0]})


def send(site: Site, paths: list[str], cookie: str, expected_marks: set[str]) -> Visit:
    visit = Visit()
    connection = HTTPConnection(HOST, site.port, timeout=60)
    headers = {"Host": f"localhost:{site.port}", "Cookie": cookie}
    for path in paths:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read().decode()
        visit.responses[path] += 1
        if response.status != STATUS.get(path, 200):
            visit.errors.append(f"{path}: status {response.status}")
        if (marks := set(MARK.findall(body))) != expected_marks:
            visit.errors.append(f"{path}: names {marks} instead of {expected_marks}")
        if path == "/about":
            continue  # prerendered: no identity
        if response.headers["Cache-Control"] != "private, no-store":
            visit.errors.append(f"{path}: Cache-Control {response.headers['Cache-Control']}")
        if "cookie" not in (response.headers["Vary"] or "").lower():
            visit.errors.append(f"{path}: Vary {response.headers['Vary']}")
        if response.headers["Set-Cookie"]:
            visit.errors.append(f"{path}: Set-Cookie")
    connection.close()
    return visit
