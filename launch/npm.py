"""npm as it came with the locked Node, in the front end's folder: `python -m launch.npm ci`."""

import os
import sys

from launch.environment import with_tools
from launch.paths import FRONTEND, node_bin, npm_script


def main(arguments: list[str]) -> None:
    """Replace this process with npm."""
    node = str(node_bin() / "node")
    environ = {
        **with_tools(os.environ),
        "npm_config_audit": "false",
        "npm_config_fund": "false",
        "npm_config_update_notifier": "false",
    }
    os.chdir(FRONTEND)
    os.execve(node, [node, str(npm_script()), *arguments], environ)


if __name__ == "__main__":
    main(sys.argv[1:])
