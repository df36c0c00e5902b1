"""Posts in the admin, with its scripts under the Content-Security-Policy."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.members import ALICE


def test_post_can_be_found_and_changed(open_page: Callable[..., Page]) -> None:
    page = open_page(ALICE)
    page.goto("/admin/blog/post/")
    page.get_by_role("link", name="Members").first.click()
    expect(page).to_have_url("/admin/blog/post/?visibility__exact=members")
    page.locator("#result_list tbody th a").first.click()

    # Scripts create the pickers of dates and related objects.
    page.get_by_role("link", name="Today").click()
    page.get_by_role("link", name="Choose a Time").click()
    page.get_by_role("link", name="Midnight").click()
    expect(page.locator("#id_published_at_1")).to_have_value("00:00:00")
    page.locator(".field-author .select2-selection").click()
    page.locator(".select2-search__field").last.fill("Bob")
    page.get_by_role("option", name="bob@example.com").click()
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.get_by_text("was changed successfully")).to_be_visible()
    expect(page.locator(".field-author .select2-selection")).to_contain_text("bob@example.com")


def test_related_object_popup_fills_the_form(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(ALICE)
    page.goto("/admin/blog/post/add/")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Add another tag").click()
    with opened.value.expect_event("close"):
        opened.value.get_by_label("Name").fill("Lanterns")
        opened.value.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".field-tags")).to_contain_text("lanterns", ignore_case=True)
