"""Variables in a Compose file, as the Compose specification has them.

https://docs.docker.com/reference/compose-file/interpolation/
"""

import re
from collections.abc import Mapping

_VARIABLE = re.compile(
    r"\$(?:(?P<dollar>\$)|(?P<plain>[A-Za-z_]\w*)"
    r"|\{(?P<name>[A-Za-z_]\w*)(?:(?P<operator>:?[-?])(?P<rest>[^${}]*))?\})"
)


class MissingVariableError(Exception):
    """The file asks for a variable that is not set; the message is the file's own."""


def interpolate(text: str, variables: Mapping[str, str]) -> str:
    """Put the variables' values in.

    `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:?message}` (both without the colon too) and
    `$$` for a dollar sign. A default that holds a variable is not taken: Swarm does not know it.
    """

    def value(match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        name = match["name"] or match["plain"]
        operator = match["operator"] or ""
        found = variables.get(name)
        if found or (found is not None and not operator.startswith(":")):
            return found
        if operator.endswith("?"):
            raise MissingVariableError(f"{name} is not set. {match['rest']}")
        return match["rest"] or ""

    return _VARIABLE.sub(value, text)
