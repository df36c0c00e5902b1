"""Lock files hold no address and leave no platform out."""

import pytest

from launch.lock_check import addresses, left_out, main


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://pypi.example/simple",
        "--find-links /somewhere",
        "django @ https://example.org/django.whl",
        '      "resolved": "https://registry.example/vue/-/vue-3.tgz",',
    ],
)
def test_an_address_is_found(line: str) -> None:
    assert addresses(f"django==5.2\n{line}\n") == [line.strip()]


def test_other_addresses_may_stay() -> None:
    assert addresses('      "url": "https://opencollective.com/vue"\n    --hash=sha256:1') == []


def test_an_optional_package_that_is_left_out_is_found() -> None:
    lock = {
        "packages": {
            "": {"name": "frontend"},
            "node_modules/bundler": {
                "optionalDependencies": {"bundler-linux": "1.0", "bundler-mac": "1.0"}
            },
            "node_modules/bundler-linux": {"version": "1.0"},
            "node_modules/a/node_modules/b": {
                "optionalDependencies": {"c": "1", "d": "2", "e": "3"}
            },
            "node_modules/a/node_modules/c": {},
            "node_modules/a/node_modules/b/node_modules/d": {},
            "node_modules/e": {},
        }
    }

    assert left_out(lock) == ["bundler-mac@1.0, which node_modules/bundler asks for"]


def test_what_is_committed_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    code = main()

    assert capsys.readouterr().err == ""
    assert code == 0
