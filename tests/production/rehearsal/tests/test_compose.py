"""Reading the services of a Compose file."""

from pathlib import Path, PurePosixPath

import pytest

from tests.production.rehearsal.compose import (
    ComposeError,
    MissingVariableError,
    Service,
    interpolate,
    read,
    seconds,
)


def services(folder: Path, text: str) -> dict[str, Service]:
    (folder / "compose.yaml").write_text(
        "configs:\n  own: {content: 'the ${NAME}'}\n"
        f"services:\n  thing:\n    image: latchkey-api\n{text}"
    )
    return read(folder / "compose.yaml", {"NAME": "blog"})


def test_a_service_is_read_whole(tmp_path: Path) -> None:
    text = """\
    command: serve --title "The ${NAME}" --empty ""
    environment: {NAME: "${NAME}", PORT: 80}
    healthcheck: {test: [CMD, ask, it], interval: 5s}
    depends_on: {other: {condition: service_healthy}}
    deploy: {replicas: 2}
    restart: unless-stopped
    stop_grace_period: 1m30s
    volumes: ["./file:/etc/thing/file:ro", "data:/data"]
    configs: [{source: own, target: /run/own}]
    build: .
    ports: ["80:80"]
    networks: [inner]
"""
    assert services(tmp_path, text)["thing"] == Service(
        name="thing",
        image="latchkey-api",
        command=("serve", "--title", "The blog", "--empty", ""),
        environment={"NAME": "blog", "PORT": "80"},
        depends_on={"other": "service_healthy"},
        health_command=("ask", "it"),
        replicas=2,
        restarts=True,
        grace=90,
        files={PurePosixPath("/etc/thing/file"): tmp_path / "file"},
        contents={PurePosixPath("/run/own"): "the blog"},
    )


def test_defaults_are_those_of_compose(tmp_path: Path) -> None:
    thing = services(tmp_path, "    command: serve\n")["thing"]
    assert (thing.replicas, thing.restarts, thing.grace) == (1, False, 10)
    assert (thing.health_command, thing.depends_on, thing.environment) == ((), {}, {})


def test_unsupported_keys_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ComposeError, match=r"thing has entrypoint, user; not understood"):
        services(tmp_path, "    user: root\n    entrypoint: x\n")


def test_a_health_check_for_a_shell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ComposeError, match="must be a list that begins with CMD"):
        services(tmp_path, "    healthcheck: {test: [CMD-SHELL, x]}\n")


@pytest.mark.parametrize(
    ("text", "expected"), [("10s", 10), ("1m30s", 90), ("500ms", 0.5), ("2h", 7200)]
)
def test_durations_are_read(text: str, expected: float) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["", "10", "s", "1 minute", "1d"])
def test_invalid_durations_are_refused(text: str) -> None:
    with pytest.raises(ComposeError, match="is no duration"):
        seconds(text)


SET = {"NAME": "blog", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("$NAME and ${NAME}", "blog and blog"),
        ("${NAME}.example.com", "blog.example.com"),
        ("${UNSET}", ""),
        ("${UNSET:-default}", "default"),
        ("${EMPTY:-default}", "default"),
        ("${EMPTY-default}", ""),
        ("${NAME:?is needed}", "blog"),
        ("${EMPTY?is needed}", ""),
        ("costs $$5", "costs $5"),
        ("a $ alone", "a $ alone"),
    ],
)
def test_a_variable_is_replaced_as_compose_does(text: str, expected: str) -> None:
    assert interpolate(text, SET) == expected


@pytest.mark.parametrize("text", ["${UNSET:?needed}", "${UNSET?needed}", "${EMPTY:?needed}"])
def test_a_missing_variable_raises_the_files_message(text: str) -> None:
    with pytest.raises(MissingVariableError, match=r"^(UNSET|EMPTY) is not set\. needed$"):
        interpolate(text, SET)
