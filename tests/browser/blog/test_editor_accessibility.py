"""What comes up while one writes, as axe sees it; in light and in dark, on small screens."""

import pytest

from tests.api_proxy import Gate
from tests.browser.accessibility import OpenScene, Scheme, expect_accessible, opener
from tests.browser.blog.editor_scenes import EditorScenes
from tests.browser.blog.posts import Posts
from tests.browser.conftest import Enter
from tests.browser.page_errors import Watch
from tests.members import Member, Members


@pytest.fixture(
    params=[
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
    ]
)
def scene_of(
    request: pytest.FixtureRequest,
    enter: Enter,
    gate: Gate,
    watch: Watch,
    flora: Member,
    members: Members,
    posts: Posts,
) -> OpenScene:
    """Brings the editor into one of its states, in a window as it is asked for."""
    scenes = EditorScenes(flora, members, posts, gate).all()
    return opener(scenes[request.param], enter, watch)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off(scene_of: OpenScene, scheme: Scheme) -> None:
    expect_accessible(scene_of, scheme)
