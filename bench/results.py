"""Print figures as tables and save them as JSON."""

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from launch.paths import VAR

_CPU_INFO = Path("/proc/cpuinfo")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: first column left-aligned, figures right-aligned."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]

    def line(cells: Sequence[str]) -> str:
        padded = [cells[0].ljust(widths[0])]
        padded += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
        return f"| {' | '.join(padded)} |"

    return "\n".join([line(lines[0]), line(rule), *map(line, lines[1:])])


def verdict(target: str, reached: bool) -> str:
    """The target, with "reached" or "MISSED"."""
    return f"{target} {'reached' if reached else 'MISSED'}"


def save(name: str, figures: dict[str, Any]) -> Path:
    """Write the figures to var/bench/, with the time and the machine."""
    path = VAR / "bench" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    run = {"date": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine()}
    path.write_text(json.dumps({**run, **figures}, indent=2) + "\n")
    return path


def machine() -> dict[str, Any]:
    """The processors and the relevant versions."""
    models = [line for line in _CPU_INFO.read_text().splitlines() if line.startswith("model name")]
    processor = models[0].partition(":")[2].strip() if models else platform.machine()
    return {"processor": processor, "cores": os.cpu_count(), "python": platform.python_version()}
