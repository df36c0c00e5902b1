"""The site is up when both of its servers answer, and not before."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from launch.ports import LOOPBACK, free_port
from launch.readiness import Readiness, answers


class Site(BaseHTTPRequestHandler):
    """A home page, and an API that comes up when `api_up` is set."""

    api_up = threading.Event()

    def do_GET(self) -> None:
        up = self.path == "/" or Site.api_up.is_set()
        self.send_response(200 if up else 503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[int]:
    Site.api_up.clear()
    with HTTPServer((LOOPBACK, 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_only_a_200_is_an_answer(site: int) -> None:
    assert answers(site, "/")
    assert not answers(site, "/api/login-set-cookie/")
    assert not answers(free_port(), "/")


def test_the_home_page_alone_is_not_the_site(site: int) -> None:
    ready = threading.Event()
    readiness = Readiness(site, 0.3, ready.set)
    assert not ready.wait(0.5)
    assert readiness.overdue()

    Site.api_up.set()

    assert ready.wait(5)
    assert not readiness.overdue()


def test_nothing_is_overdue_before_its_time(site: int) -> None:
    readiness = Readiness(site, 60, lambda: None)
    time.sleep(0.1)
    assert not readiness.overdue()
    Site.api_up.set()
