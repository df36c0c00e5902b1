"""GET /api/login-set-cookie/"""

from conftest import Browser, cookies_of


def test_it_sets_a_readable_csrf_cookie(anonymous: Browser) -> None:
    response = anonymous.get("/api/login-set-cookie/")
    assert response.status_code == 200
    assert response.json() == {"detail": "The csrftoken cookie is set."}
    cookies = cookies_of(response)
    assert cookies["csrftoken"].pop("expires")
    assert cookies == {"csrftoken": {"path": "/", "samesite": "Lax", "max-age": 31449600}}


def test_it_keeps_the_token_of_other_tabs(anonymous: Browser) -> None:
    anonymous.get("/api/login-set-cookie/")
    token = anonymous.cookie("csrftoken")
    anonymous.get("/api/login-set-cookie/")
    assert anonymous.cookie("csrftoken") == token


def test_it_replaces_a_malformed_token(anonymous: Browser) -> None:
    anonymous.cookies["csrftoken"] = "nonsense"
    anonymous.get("/api/login-set-cookie/")
    assert len(anonymous.cookie("csrftoken")) == 32


def test_members_can_ask_too(as_alice: Browser) -> None:
    assert as_alice.get("/api/login-set-cookie/").status_code == 200
    assert as_alice.get("/api/account/").status_code == 200
