"""The metadata in the head of a page."""

import json
from html.parser import HTMLParser
from typing import Any


class Head(HTMLParser):
    """Parses the head of a page as search engines do, without a browser."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = ""
        # By name or property, such as `og:title`, and by `rel`.
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
        """The metadata for link previews."""
        said = ("og:", "twitter:", "article:")
        return {name: value for name, value in self.meta.items() if name.startswith(said)}
