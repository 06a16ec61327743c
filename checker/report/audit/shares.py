"""How parts of a whole are said."""


def share(part: int, whole: int) -> str:
    """`87 %`, rounded down so that only all of it is 100 %; a dash where there is nothing to have a share of."""
    return f"{100 * part // whole} %" if whole else "–"
