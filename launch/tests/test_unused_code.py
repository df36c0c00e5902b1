"""No Python function, class, method or import is unused.

Vulture finds names that no other code uses. Frameworks call some of them: by a decorator, by a name
in a string (`"config.settings"`), or because the method is part of an interface.
"""

import re

from vulture.core import Vulture

from launch.paths import ROOT

CODE = (
    "backend",
    "bench",
    "launch",
    "tests",
    "noxfile.py",
)
KINDS = {"class", "function", "import", "method", "unreachable_code"}
DECORATORS = ["@action", "@admin.*", "@model_validator", "@nox.session", "@pytest.fixture"]
DECORATORS += ["@receiver", "@register", "@field_validator"]
INTERFACES = [
    *("test_*", "pytest_*", "Meta", "*Config", "*Schema", "*Scheme"),
    # Django and Django REST Framework
    *(
        "Command",
        "add_arguments",
        "handle",
        "get_*",
        "clean_*",
        "validate_*",
        "db_for_*",
        "allow_*",
    ),
    *("has_object_permission", "retrieve", "destroy", "select_renderer", "view_on_site", "save_*"),
    *("django_paginator_class", "item_*", "lastmod", "Migration", "Message"),
    # allauth, drf-spectacular, gunicorn
    *("add_message", "authentication_failed", "pre_authenticate", "view_replacement"),
    *("on_starting", "pre_fork", "post_fork"),
    "cycle_key",  # Django's session stores
    "send_messages",  # Django's mail backends
    # html.parser and http.server
    *("handle_*", "do_*", "log_message"),
]


def test_nothing_is_unused() -> None:
    vulture = Vulture(ignore_names=INTERFACES, ignore_decorators=DECORATORS)
    vulture.scavenge([ROOT / name for name in CODE])
    text = "".join(
        path.read_text() for name in CODE for path in sorted((ROOT / name).rglob("*.py"))
    )
    in_strings = set(re.findall(r"[\"'.](\w+)[\"']", text))
    unused = [
        f"{item.filename.relative_to(ROOT)}:{item.first_lineno} {item.message}"
        for item in vulture.get_unused_code()
        if item.typ in KINDS and item.name not in in_strings
    ]
    assert unused == []
