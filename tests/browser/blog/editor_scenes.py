"""States of the editor for the accessibility tests."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.api_proxy import ApiProxy, error_response
from tests.browser.accessibility import Scene
from tests.browser.blog.editor import Editor
from tests.browser.blog.posts import Posts
from tests.browser.cookies import session_of
from tests.browser.page_load import visit
from tests.members import Member, Members

# Wider than the smallest screen.
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"


@dataclass(frozen=True)
class EditorScenes:
    """Opens the editor in a state."""

    flora: Member
    members: Members
    posts: Posts
    api_proxy: ApiProxy

    def all(self) -> dict[str, Scene]:
        scenes: dict[str, tuple[Callable[[Page], None], str | None]] = {
            "merge": (self.merge, "412"),
            "merge-together": (self.merge_together, "412"),
            "log-in-again": (self.login_dialog, "403"),
            "delete": (self.delete, None),
            "delete-refused": (self.delete_refused, "429"),
            "too-large": (self.refused(413), "413"),
            "too-many": (self.refused(429), "429"),
            "unreachable": (self.refused(503), "503"),
            "offers": (self.offers, None),
            "offers-among-drafts": (self.offers_among_drafts, None),
            "preview": (self.preview, None),
            "full-screen": (self.full_screen, None),
            "full-screen-preview": (self.full_screen_preview, None),
        }
        return {name: (self.flora.email, go, status) for name, (go, status) in scenes.items()}

    def merge(self, page: Page) -> None:
        self._conflict(page, "The **first** line, as it was meant.\n\nThe second line.\n")
        expect(page.get_by_role("radio").first).to_be_visible()

    def merge_together(self, page: Page) -> None:
        self._conflict(page, "The **first** line.\n\nThe second line, as it was meant.\n")
        expect(page.get_by_role("button", name="Save both")).to_be_visible()

    def login_dialog(self, page: Page) -> None:
        editor = Editor(page).open()
        editor.fill(LONG)
        self.members.end_session(session_of(page))
        editor.button.click()
        expect(page.get_by_role("dialog", name="Please log in again")).to_be_visible()

    def delete(self, page: Page) -> None:
        Editor(page).open(f"{self.posts.create(self.flora.id, LONG)}/edit")
        page.get_by_role("button", name="Delete", exact=True).click()
        expect(page.get_by_role("dialog", name="Delete this post?")).to_be_visible()

    def delete_refused(self, page: Page) -> None:
        self.delete(page)
        path = page.evaluate("() => location.pathname.replace('/edit', '/')")
        throttled = error_response(429, "throttled", ("Retry-After", "3000"))
        with self.api_proxy.responding(f"/api{path}", throttled):
            page.get_by_role("button", name="Delete it").click()
            expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()

    def refused(self, status: int) -> Callable[[Page], None]:
        def go(page: Page) -> None:
            editor = Editor(page).open()
            editor.fill(LONG)
            response = error_response(status, "refused", ("Retry-After", "3000"))
            with self.api_proxy.responding("/api/posts/", response):
                editor.button.click()
                expect(editor.alert).to_be_visible()

        return go

    def offers(self, page: Page) -> None:
        for title in (LONG, ""):
            earlier = page.context.new_page()
            editor = Editor(earlier).open()
            editor.fill(title, f"What was not saved, {LONG}")
            expect(editor.draft_stored).to_be_visible()
            earlier.close()
        Editor(page).open()
        offers = page.get_by_role("list", name="Unsaved drafts")
        expect(offers.get_by_role("listitem")).to_have_count(2)

    def offers_among_drafts(self, page: Page) -> None:
        self.offers(page)
        visit(page, "/posts/drafts")
        offers = page.get_by_role("region", name="Unsaved drafts in this browser")
        expect(offers.get_by_role("link")).to_contain_text(LONG)

    def preview(self, page: Page) -> None:
        editor = Editor(page).open()
        editor.body.fill(
            f"# {LONG}\n\n> {LONG}\n\n[A link](https://example.com/)\n\n```\n{LONG}\n```"
        )
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("region", name="Preview")).to_contain_text("A link")

    def full_screen(self, page: Page) -> None:
        editor = Editor(page).open()
        editor.body.fill(LONG)
        self._enter_full_screen(page)

    def full_screen_preview(self, page: Page) -> None:
        self.preview(page)
        self._enter_full_screen(page)

    def _conflict(self, page: Page, mine: str) -> None:
        """Save a post of which there is a newer version."""
        address = self.posts.create(self.flora.id, "In many hands")
        editor = Editor(page).open(f"{address}/edit")
        editor.body.fill(mine)
        theirs = f"The only line: {LONG}.\n\nThe second line.\n"
        self.posts.change(address, title="In more hands", summary=LONG, body=theirs)
        editor.button.click()
        expect(page.get_by_role("heading", name="There is a newer version")).to_be_focused()

    def _enter_full_screen(self, page: Page) -> None:
        page.get_by_role("button", name="Full screen").click()
        expect(page.get_by_role("banner")).to_be_hidden()
