"""Files that the browser gets as they are: scripts, style sheets, the sign of the site, the exchange."""

from pathlib import Path

FOLDER = Path(__file__).parent


def text_of(name: str) -> str:
    """Return a script or a style sheet.

    Raises:
        FileNotFoundError: If there is no such file.
    """
    return (FOLDER / name).read_text(encoding="utf-8")
