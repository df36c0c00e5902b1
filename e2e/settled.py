"""Waiting until a page has come to rest."""

from playwright.sync_api import Page


def settle(page: Page) -> Page:
    """Until the page is hydrated and asks for nothing more."""
    page.wait_for_function("() => window.useNuxtApp?.().isHydrating === false")
    page.wait_for_load_state("networkidle")
    return page


def visit(page: Page, path: str) -> Page:
    """Go there by the address bar and wait until the page has come to rest."""
    page.goto(path)
    return settle(page)
