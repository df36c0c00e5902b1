"""Fixtures of the browser tests: pages that fail the test on errors."""

import os
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import BrowserContext, Page

from tests import chromium
from tests.browser.chromium_arguments import arguments
from tests.browser.page_errors import PageErrors
from tests.members import Members, set_session_cookies
from tests.site import SiteUnderTest


class OpenPage(Protocol):
    """Opens a page in a new context, logged in or anonymous."""

    def __call__(self, email: str | None = None, **options: Any) -> Page: ...


@pytest.fixture(scope="session")
def base_url(site: SiteUnderTest) -> str:
    return site.url


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
    site: SiteUnderTest,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": str(chromium.executable(chromium.HEADLESS_SHELL)),
        "args": arguments(site.resolver_rules),
        "env": {**os.environ, **site.trust(tmp_path_factory.mktemp("home"))},
    }


@pytest.fixture(scope="session")
def desktop_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launches the full Chromium, for features that the headless shell lacks."""
    return {**browser_type_launch_args, "executable_path": str(chromium.executable())}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}


@pytest.fixture
def page_errors(site: SiteUnderTest) -> Iterator[PageErrors]:
    """Fails the test for unexpected errors in its pages."""
    page_errors = PageErrors(site.url, site.api_url)
    yield page_errors
    page_errors.verify()


@pytest.fixture
def new_context(
    page_errors: PageErrors, new_context: Callable[..., BrowserContext]
) -> Callable[..., BrowserContext]:
    """Creates contexts and collects their errors."""

    def make(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(15_000)
        page_errors.observe(context)
        return context

    return make


@pytest.fixture
def open_page(
    new_context: Callable[..., BrowserContext], members: Members, site: SiteUnderTest
) -> OpenPage:
    def open_browser(email: str | None = None, **options: Any) -> Page:
        context = new_context(**options)
        if email is not None:
            key = members.log_in(email)
            set_session_cookies(context, key, site.url, site.cookie_domain, site.cookie_prefix)
        return context.new_page()

    return open_browser
