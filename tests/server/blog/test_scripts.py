"""The scripts of a post's page: content of a post is never one of them."""

from tests.factories import post_detail
from tests.server.csp import script_sources, scripts, styled_elements
from tests.server.nuxt_server import NuxtServer
from tests.server.stub_api import StubApi, json_response

PUBLIC_POST = post_detail(visibility="public")
POST_PATH = f"/posts/{PUBLIC_POST['id']}/{PUBLIC_POST['slug']}"
POST_CALL = f"/api/posts/{PUBLIC_POST['id']}/"
INJECTED = "<script>injected()</script><script nonce>injected()</script>"


def test_scripts_have_nonces_and_no_styles(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond(POST_CALL, json_response(PUBLIC_POST))

    page = nuxt.get(POST_PATH)

    assert page.status == 200
    nonces = {f"'nonce-{attributes.get('nonce')}'" for attributes, _ in scripts(page)}
    assert nonces == {script_sources(page)[0]}
    assert styled_elements(page) == []


def test_injected_script_gets_no_nonce(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond(POST_CALL, json_response({**PUBLIC_POST, "body_html": INJECTED}))

    page = nuxt.get(POST_PATH)

    assert page.text.count(INJECTED) == 1


def test_script_text_is_escaped(nuxt: NuxtServer, api: StubApi) -> None:
    excerpt = 'A "<script>" and a <link>'
    api.respond(POST_CALL, json_response({**PUBLIC_POST, "title": excerpt, "excerpt": excerpt}))

    page = nuxt.get(POST_PATH)

    assert page.status == 200
    for tag in ("<script nonce", "<link nonce"):
        assert f'content="A &quot;{tag}' not in page.text
    assert 'content="A &quot;<script>&quot; and a <link>"' in page.text
