"""Memory and CPU time of processes."""

import os
import subprocess
import sys
import time

from bench import memory, processor_time
from bench.process_tree import with_descendants

# Starts a child that allocates 64 MiB and computes; then both wait.
_CHILD = "x = b'x' * (64 << 20); sum(range(3_000_000)); print('ready', flush=True); input()"
_PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_CHILD!r}])"


def test_child_processes_count_for_their_parent() -> None:
    command = [sys.executable, "-c", _PARENT]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as parent:
        assert parent.stdout
        assert parent.stdin
        assert parent.stdout.readline() == b"ready\n"
        used = memory.usage(parent.pid)
        found = with_descendants([parent.pid])
        cpu_time = processor_time.milliseconds([parent.pid])
        parent.stdin.close()

    assert len(found) == used.processes == 2
    assert 64 < used.proportional <= used.resident < 300
    assert cpu_time > 20


def test_a_process_that_has_ended_uses_nothing() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    assert with_descendants([ended.pid]) == []
    assert memory.usage(ended.pid) == memory.Memory(0, 0, 0)


def test_computing_takes_cpu_time() -> None:
    before = processor_time.milliseconds([os.getpid()])
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass

    assert 150 < processor_time.milliseconds([os.getpid()]) - before < 1000
