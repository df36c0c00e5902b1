"""`make dev` starts, lets a member log in, and stops."""

import os
import signal
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.login_page import LoginPage
from tests.browser.page_errors import PageErrors
from tests.http_client import free_port, request
from tests.make_command import (
    STOP_SECONDS,
    expect_all_stopped,
    make_command,
    make_environment,
    running,
    started_processes,
)
from tests.members import ALICE, NAMES
from tests.site import prepare_database

MAKE_DEV = make_command("dev", ".venv/.development", "packages", "database")

# Vite compiles on first request; the launcher itself gives up a little earlier.
START_SECONDS = 190
PAGE_MILLISECONDS = 60_000


# About thirty lines at start, and one for each API request.
MAX_LINES = 60


def log_in(browser: Browser, url: str) -> None:
    """Log in without a console error: Vue reports hydration mismatches there."""
    context = browser.new_context()
    page_errors = PageErrors(url)
    page_errors.observe(context)
    login = LoginPage(context.new_page())
    login.page.goto(f"{url}/login", timeout=PAGE_MILLISECONDS)
    # The button is enabled after hydration.
    expect(login.button).to_be_enabled(timeout=PAGE_MILLISECONDS)
    login.send(ALICE)
    welcome = login.page.get_by_role("heading", name=f"Welcome back, {NAMES[ALICE]}.")
    expect(welcome).to_be_visible(timeout=PAGE_MILLISECONDS)
    context.close()
    page_errors.verify()


def test_make_dev_starts_and_stops(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    environ = make_environment(tmp_path / "database.sqlite3", port)
    prepare_database(environ)
    log = tmp_path / "log"
    with running(MAKE_DEV, environ, log, START_SECONDS) as make:
        processes = started_processes(make, "launch.run", "runserver", "nuxt.mjs")
        assert "<h1" in request(port, "/").text
        assert request(port, "/api/health/ready").status == 200
        log_in(browser, f"http://localhost:{port}")

        os.killpg(make.pid, signal.SIGINT)
        make.wait(STOP_SECONDS)

    expect_all_stopped(processes, port)
    said = log.read_text()
    assert "Traceback" not in said
    assert "ERROR" not in said
    assert "POST /api/login/ 200" in said
    assert len(said.splitlines()) < MAX_LINES, said
