"""CPU time, memory and open files of each gunicorn process.

prometheus_client leaves them out in multiprocess mode.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from prometheus_client import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector


class ProcessMetrics(Collector):
    """Adds a label `pid` to the metrics of the gunicorn master and its workers."""

    def collect(self) -> Iterable[Metric]:
        merged: dict[str, Metric] = {}
        for pid in gunicorn_pids():
            for metric in collect_process(pid):
                target = merged.setdefault(
                    metric.name, Metric(metric.name, metric.documentation, metric.type)
                )
                for sample in metric.samples:
                    target.add_sample(sample.name, {**sample.labels, "pid": pid}, sample.value)
        return merged.values()


def collect_process(pid: str) -> Iterable[Metric]:
    return ProcessCollector(pid=lambda: pid, registry=None).collect()


def gunicorn_pids() -> Iterator[str]:
    """The master, which is the parent of this worker, and all workers (on Linux)."""
    parent = str(os.getppid())
    yield parent
    children = Path("/proc", parent, "task", parent, "children")
    yield from children.read_text().split() if children.exists() else [str(os.getpid())]
