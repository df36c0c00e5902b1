"""Start the processes in order, restart those that end, and stop them."""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from launch.processes import ProcessGroup, end
from tests.production.rehearsal import programs
from tests.production.rehearsal.compose import Service
from tests.production.rehearsal.instances import Instance, Network, assign_addresses

_TICK_SECONDS = 0.1
_HEALTH_SECONDS = 60.0
_ONE_CHECK_SECONDS = 10.0


class StartError(Exception):
    """A process ended or did not get ready; the message has its last lines."""


# Called with a sentence for each event.
Report = Callable[[str], None]


class Supervisor:
    """Does for the services what a container engine does."""

    def __init__(self, services: Mapping[str, Service], folder: Path, report: Report) -> None:
        self.services = services
        self.folder = folder
        self._network = Network()
        self.instances = assign_addresses(services, self._network.prefix)
        self._report = report
        self._groups: dict[str, ProcessGroup] = {}
        self._down: set[str] = set()
        self._lock = threading.RLock()

    def start(self) -> None:
        """Start every process after its dependencies.

        Raises StartError; end() has to be called in any case.
        """
        for instance in in_start_order(self.instances):
            (self.folder / instance.name).mkdir()
            programs.prepare(instance, self.folder / instance.name)
            self.start_one(instance)

    def start_one(self, instance: Instance) -> None:
        """Start a process and wait until it is ready, or has ended if it is a one-off."""
        with self._lock:
            self._spawn(instance)
            self._down.discard(instance.name)
        if not instance.service.restarts:
            self._wait_until_ended(instance)
        self.wait_until_ready(instance)

    def stop_one(self, instance: Instance) -> None:
        """End a process within its grace period; it stays down until start_one()."""
        with self._lock:
            self._down.add(instance.name)
            group = self._groups.pop(instance.name)
        _stop(group, instance)

    def restart_one(self, instance: Instance) -> None:
        """End a process and start it again."""
        self.stop_one(instance)
        self.start_one(instance)

    def rolling_restart(self, *names: str) -> None:
        """Restart the processes of these services one by one, as an update does."""
        for name in names:
            for instance in self.of(name):
                self._report(f"Restarting {instance.name} ...")
                self.restart_one(instance)

    def of(self, name: str) -> list[Instance]:
        """The processes of a service."""
        return [instance for instance in self.instances if instance.service.name == name]

    def pid(self, instance: Instance) -> int:
        """The process id, which is also the id of the process group."""
        return self._groups[instance.name].leader.pid

    def log(self, instance: Instance) -> Path:
        """The file with the output of a process."""
        return self.folder / f"{instance.name}.log"

    def restart_ended(self) -> None:
        """Restart processes that ended by themselves; called periodically."""
        with self._lock:
            for instance in self.instances:
                group = self._groups.get(instance.name)
                if not instance.service.restarts or group is None or instance.name in self._down:
                    continue
                if (code := group.exit_code()) is not None:
                    self._report(f"{instance.name} ended (exit code {code}); starting it again.")
                    # Its children may hold the port; a container would end them.
                    end([group], grace=0)
                    self._spawn(instance)

    def wait_until_ready(self, instance: Instance, seconds: float = _HEALTH_SECONDS) -> None:
        """Wait until the health check passes. Raises StartError when the time is up."""
        deadline = time.monotonic() + seconds
        while instance.service.health_command and not self.ready(instance):
            if time.monotonic() > deadline:
                raise StartError(
                    f"{instance.name} did not get ready.\n{self._last_lines(instance)}"
                )
            time.sleep(_TICK_SECONDS)

    def ready(self, instance: Instance) -> bool:
        """Whether the health check passes."""
        folder = self.folder / instance.name
        try:
            check = subprocess.run(
                instance.health_command,
                env=programs.environment(instance, folder),
                cwd=programs.working_folder(instance, folder),
                capture_output=True,
                timeout=_ONE_CHECK_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return check.returncode == 0

    def end(self) -> None:
        """End everything: the proxy first, the database last."""
        with self._lock:
            self._down = {instance.name for instance in self.instances}
        for instance in reversed(in_start_order(self.instances)):
            if group := self._groups.pop(instance.name, None):
                _stop(group, instance)
        self._network.release()

    def _spawn(self, instance: Instance) -> None:
        folder = self.folder / instance.name
        with self.log(instance).open("ab") as log:
            self._groups[instance.name] = ProcessGroup(
                programs.command(instance, folder),
                env=programs.environment(instance, folder),
                cwd=programs.working_folder(instance, folder),
                output=log,
            )

    def _wait_until_ended(self, instance: Instance) -> None:
        if self._groups.pop(instance.name).leader.wait(_HEALTH_SECONDS) != 0:
            raise StartError(f"{instance.name} failed.\n{self._last_lines(instance)}")

    def _last_lines(self, instance: Instance) -> str:
        return "\n".join(self.log(instance).read_text(errors="replace").splitlines()[-20:])


def _stop(group: ProcessGroup, instance: Instance) -> None:
    """Signal the leader only, as a container engine does; it ends its children."""
    group.leader.send_signal(programs.stop_signal(instance))
    with suppress(subprocess.TimeoutExpired):
        group.leader.wait(instance.service.grace)
    end([group], grace=0)


def in_start_order(instances: list[Instance]) -> list[Instance]:
    """Sort the instances: dependencies first."""
    left, done = list(instances), list[Instance]()
    while left:
        names = {each.service.name for each in left}
        free = [each for each in left if not names & each.service.depends_on.keys()]
        if not free:
            raise ValueError(f"These depend on each other: {', '.join(sorted(names))}.")
        done += free
        left = [each for each in left if each not in free]
    return done


@contextmanager
def running(supervisor: Supervisor) -> Iterator[Supervisor]:
    """Start the processes and supervise them until the block ends."""
    over = threading.Event()

    def restart_ended() -> None:
        while not over.wait(_TICK_SECONDS):
            supervisor.restart_ended()

    # The processes end with the thread that started them, so it outlives them.
    thread = threading.Thread(target=restart_ended)
    try:
        supervisor.start()
        thread.start()
        yield supervisor
    finally:
        supervisor.end()
        over.set()
        if thread.is_alive():
            thread.join()
