"""Processor time, memory and open files of gunicorn's processes, each by its process id.

prometheus_client leaves them out where it adds up several processes.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from prometheus_client import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector


class ProcessMetrics(Collector):
    """The worker that is asked, its siblings and their parent."""

    def collect(self) -> Iterable[Metric]:
        found: dict[str, Metric] = {}
        for pid in processes():
            for metric in figures(pid):
                whole = found.setdefault(
                    metric.name, Metric(metric.name, metric.documentation, metric.type)
                )
                for sample in metric.samples:
                    whole.add_sample(sample.name, {**sample.labels, "pid": pid}, sample.value)
        return found.values()


def processes() -> Iterator[str]:
    parent = str(os.getppid())
    yield parent
    children = Path("/proc", parent, "task", parent, "children")
    # Only Linux has it.
    yield from children.read_text().split() if children.exists() else [str(os.getpid())]


def figures(pid: str) -> Iterable[Metric]:
    return ProcessCollector(pid=lambda: pid, registry=None).collect()
