"""The states of the editor: axe, small screens; in light and in dark."""

import pytest

from tests.api_proxy import ApiProxy
from tests.browser.accessibility import expect_accessible, open_scene
from tests.browser.blog.editor_scenes import EditorScenes
from tests.browser.blog.posts import Posts
from tests.browser.conftest import OpenPage
from tests.browser.page_errors import PageErrors
from tests.members import Member, Members


@pytest.mark.parametrize(
    "name",
    [
        "merge",
        "merge-together",
        "log-in-again",
        "delete",
        "delete-refused",
        "too-large",
        "too-many",
        "unreachable",
        "offers",
        "offers-among-drafts",
        "preview",
        "full-screen",
        "full-screen-preview",
    ],
)
def test_editor_is_accessible(
    name: str,
    open_page: OpenPage,
    api_proxy: ApiProxy,
    page_errors: PageErrors,
    flora: Member,
    members: Members,
    posts: Posts,
) -> None:
    scenes = EditorScenes(flora, members, posts, api_proxy).all()
    expect_accessible(open_scene(scenes[name], open_page, page_errors))
