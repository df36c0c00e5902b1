"""Which processes make up the site: read from a Procfile."""

from pathlib import Path

from honcho.environ import parse_procfile


def read(path: Path) -> dict[str, str]:
    """The commands of a Procfile by their names."""
    commands: dict[str, str] = dict(parse_procfile(path.read_text()).processes)
    if not commands:
        raise ValueError(f"{path} names no process.")
    return commands
