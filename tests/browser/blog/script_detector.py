"""Detects injected scripts that run, and elements that would run one."""

from playwright.sync_api import BrowserContext, Dialog, Page

# Finds active elements in the parsed page. It also loads all images and sends pointer and focus
# events, so that handlers that wait for them run.
_ACTIVE = """() => {
    const found = []
    const addresses = new Set([
        'action', 'background', 'data', 'formaction', 'href', 'poster', 'src', 'xlink:href',
    ])
    const inert = new Set(['http:', 'https:', 'mailto:'])
    const embedded = 'base, embed, frame, iframe, object, [http-equiv], main script:not([src])'
    for (const element of document.querySelectorAll('*')) {
        const tag = element.outerHTML.slice(0, 100)
        for (const { name, value } of element.attributes) {
            const url = addresses.has(name) && URL.parse(value, document.baseURI)
            if (name.startsWith('on') || (url && !inert.has(url.protocol))) found.push(tag)
        }
        if (element.matches(embedded)) found.push(tag)
        if (element.matches('img')) element.loading = 'eager'
        for (const type of ['pointerover', 'mouseover', 'focus', 'toggle']) {
            element.dispatchEvent(new Event(type))
        }
    }
    return found
}"""


class ScriptDetector:
    """Detects calls of `alert`, which only payloads make."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def observe(self, context: BrowserContext) -> None:
        """Listen in all pages and frames of this context."""
        context.on("dialog", self._on_dialog)

    def _on_dialog(self, dialog: Dialog) -> None:
        if dialog.type == "alert":
            where = dialog.page.url if dialog.page else "a page that is gone"
            self.ran.append(f"{dialog.message} at {where}")
        dialog.accept()

    def expect_no_script(self, page: Page) -> None:
        """No script has run, and the page has no active element."""
        active = active_elements(page)
        assert active == [], f"at {page.url}"
        assert self.ran == []


def active_elements(page: Page) -> list[str]:
    """The beginning of each element that could run a script."""
    found: list[str] = page.evaluate(_ACTIVE)
    return found
