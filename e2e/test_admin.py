"""The admin, whose every script and style its policy has to let through."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.login_page import LoginPage
from e2e.members import ALICE, Members
from e2e.settled import settle


def test_staff_come_in_through_the_log_in_page(enter: Callable[..., Page]) -> None:
    page = enter()
    page.goto("/admin/blog/post/")
    expect(page).to_have_url("/login?redirect=/admin/blog/post/")
    settle(page)
    LoginPage(page).send(ALICE)
    page.wait_for_url("/admin/blog/post/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Select post to change")


def test_a_post_can_be_found_and_changed(enter: Callable[..., Page]) -> None:
    page = enter(ALICE)
    page.goto("/admin/blog/post/")
    page.get_by_role("link", name="Members").first.click()
    expect(page).to_have_url("/admin/blog/post/?visibility__exact=members")
    page.locator("#result_list tbody th a").first.click()

    # The pickers of dates, and of related objects, are made by scripts.
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


def test_what_is_added_in_a_window_of_its_own_comes_back_to_the_form(
    enter: Callable[..., Page],
) -> None:
    page = enter(ALICE)
    page.goto("/admin/blog/post/add/")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Add another tag").click()
    with opened.value.expect_event("close"):
        opened.value.get_by_label("Name").fill("Lanterns")
        opened.value.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".field-tags")).to_contain_text("lanterns", ignore_case=True)


def test_many_can_be_deleted_at_once(enter: Callable[..., Page], members: Members) -> None:
    emails = [f"passing-{number}@example.com" for number in (1, 2)]
    for email in emails:
        members.make(email, "Passing")
    page = enter(ALICE)
    page.goto("/admin/accounts/user/?q=passing")
    page.get_by_role("checkbox").first.check()
    expect(page.get_by_text("2 of 2 selected")).to_be_visible()
    page.get_by_label("Action:").select_option("delete_selected")
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Yes, I’m sure").click()

    expect(page.get_by_text("Successfully deleted 2")).to_be_visible()
