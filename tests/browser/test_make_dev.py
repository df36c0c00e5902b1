"""`make dev` from the outside: it comes up, works beside a build, and leaves nothing running."""

import os
import signal
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.login_page import LoginPage
from tests.browser.page_errors import Watch
from tests.http_client import free_port, request
from tests.make_command import (
    STOP_SECONDS,
    expect_nothing_left,
    for_make,
    make_of,
    processes_of,
    running,
)
from tests.members import ALICE, NAMES
from tests.site import fill

MAKE_DEV = make_of("dev", ".venv/.development", "packages", "database")

# Everything is compiled when it is first asked for, beside the other tests; the launcher itself
# gives up a little earlier.
START_SECONDS = 190
PAGE_MILLISECONDS = 60_000


# Some thirty lines of start, and one for each request to the API.
MAX_LINES = 60


def log_in(browser: Browser, url: str) -> None:
    """The console of the browser stays clean meanwhile: Vue reports there what does not hydrate."""
    context = browser.new_context()
    watch = Watch(url)
    watch.follow(context)
    login = LoginPage(context.new_page())
    login.page.goto(f"{url}/login", timeout=PAGE_MILLISECONDS)
    # The button waits for hydration: for all that Vite gives the browser.
    expect(login.button).to_be_enabled(timeout=PAGE_MILLISECONDS)
    login.send(ALICE)
    welcome = login.page.get_by_role("heading", name=f"Welcome back, {NAMES[ALICE]}.")
    expect(welcome).to_be_visible(timeout=PAGE_MILLISECONDS)
    context.close()
    watch.judge()


def test_it_comes_up_lets_a_member_in_and_ends_when_it_is_stopped(
    browser: Browser, tmp_path: Path
) -> None:
    port = free_port()
    environ = for_make(tmp_path / "database.sqlite3", port)
    fill(environ)
    log = tmp_path / "log"
    with running(MAKE_DEV, environ, log, START_SECONDS) as make:
        processes = processes_of(make, "launch.run", "runserver", "nuxt.mjs")
        assert "<h1" in request(port, "/").text
        assert request(port, "/api/health/ready").status == 200
        log_in(browser, f"http://localhost:{port}")

        os.killpg(make.pid, signal.SIGINT)
        make.wait(STOP_SECONDS)

    expect_nothing_left(processes, port)
    said = log.read_text()
    assert "Traceback" not in said
    assert "ERROR" not in said
    assert "POST /api/login/ 200" in said
    assert len(said.splitlines()) < MAX_LINES, said
