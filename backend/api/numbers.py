"""Reading numbers from strangers."""

# Python refuses to read numbers of thousands of digits. Beyond this many, all are just "too large".
ENOUGH_DIGITS = 18
TOO_LARGE = 10 ** (ENOUGH_DIGITS - 1)


def read_number(text: str) -> int | None:
    """A whole number in plain digits; int() alone would take ' 5', '1_000' and '٣' as well."""
    if text.isascii() and text.isdigit():
        return int((text.lstrip("0") or "0")[:ENOUGH_DIGITS])
    return None
