"""What the head of a page says to search engines and to those who show links."""

import json
from html.parser import HTMLParser
from typing import Any


class Head(HTMLParser):
    """The head of a page, read without a browser: most who read it have none."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = ""
        # By name or property, such as `og:title`; and by `rel`.
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.json_ld: list[Any] = []
        self._inside: str | None = None
        self.feed(html.partition("</head>")[0])
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "meta" and "content" in attributes:
            name = attributes.get("name") or attributes.get("property", "")
            assert name not in self.meta, f"{name} twice"
            self.meta[name] = attributes["content"]
        if tag == "link" and "rel" in attributes:
            self.links[attributes["rel"]] = attributes.get("href", "")
        is_json_ld = tag == "script" and attributes.get("type") == "application/ld+json"
        self._inside = "json" if is_json_ld else tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        if self._inside == "json":
            self.json_ld.append(json.loads(data))

    @property
    def shared(self) -> dict[str, str]:
        """What is said to those who show links."""
        said = ("og:", "twitter:", "article:")
        return {name: value for name, value in self.meta.items() if name.startswith(said)}
