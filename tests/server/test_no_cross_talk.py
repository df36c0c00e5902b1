"""Many people at once: each finds their own name, and nobody else's, in everything."""

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

PEOPLE = 44
STRANGERS = 4
SEED = 20260711

# What each of them asks for, in an order of their own: pages, error pages (which Nuxt renders in a
# second pass), and the API through Nuxt.
ROUND = {
    "/": 30,
    "/nowhere": 4,
    "/api/account/": 20,
    "/posts": 22,
    "/posts?page=999": 4,
}
STATUS = {
    "/nowhere": 404,
    "/posts?page=999": 404,
}
# What nobody asks for in between.
OPEN = ["/", "/login", "/about"] * 20

# In every name and address, and nowhere else.
MARK = re.compile(r"mark[0-9a-f]{16}")


@dataclass
class Seen:
    """What one visitor was answered."""

    renders: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def test_no_answer_holds_another_persons_name_or_address(site: Site, members: Members) -> None:
    people = [new_person(members) for _ in range(PEOPLE)]
    visits: list[Callable[[], Seen]] = [
        *((lambda person=person: visit_as(site, person)) for person in people),
        *((lambda: visit_as_nobody(site)) for _ in range(STRANGERS)),
    ]
    with ThreadPoolExecutor(len(visits)) as crowd:
        everything = list(crowd.map(lambda visit: visit(), visits))

    assert [fault for seen in everything for fault in seen.faults][:20] == []
    renders: Counter[str] = sum((seen.renders for seen in everything), Counter())
    assert renders.total() == PEOPLE * sum(ROUND.values()) + STRANGERS * len(OPEN)


def new_person(members: Members) -> Member:
    mark = f"mark{secrets.token_hex(8)}"
    return members.make(f"{mark}@example.com", f"Person {mark}")


def mark_of(person: Member) -> str:
    return person.email.partition("@")[0]


def visit_as(site: Site, person: Member) -> Seen:
    """Ask for everything of a round as this person."""
    paths = [path for path, times in ROUND.items() for _ in range(times)]
    random.Random(SEED + person.id).shuffle(paths)  # noqa: S311 - an order, not a secret
    cookie = f"sessionid={person.session}; csrftoken={secrets.token_hex(16)}"
    return ask(site, paths, cookie, {mark_of(person)})


def visit_as_nobody(site: Site) -> Seen:
    """Ask for the pages that nobody may see as well, in between."""
    return ask(site, OPEN, "", set())


def ask(site: Site, paths: list[str], cookie: str, expected: set[str]) -> Seen:
    seen = Seen()
    connection = HTTPConnection(HOST, site.port, timeout=60)
    for path in paths:
        connection.request(
            "GET", path, headers={"Host": f"localhost:{site.port}", "Cookie": cookie}
        )
        response = connection.getresponse()
        body = response.read().decode()
        seen.renders[path] += 1
        if response.status != STATUS.get(path, 200):
            seen.faults.append(f"{path}: status {response.status}")
        if (marks := set(MARK.findall(body))) != expected:
            seen.faults.append(f"{path}: for {expected} it named {marks}")
        if path == "/about":
            continue  # a file, the same for all
        if response.headers["Cache-Control"] != "private, no-store":
            seen.faults.append(f"{path}: Cache-Control {response.headers['Cache-Control']}")
        if "cookie" not in (response.headers["Vary"] or "").lower():
            seen.faults.append(f"{path}: Vary {response.headers['Vary']}")
        if response.headers["Set-Cookie"]:
            seen.faults.append(f"{path}: Set-Cookie")
    connection.close()
    return seen
