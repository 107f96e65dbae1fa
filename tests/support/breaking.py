"""Breaking a copy of the data folder, one cell or one file at a time."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True)
class DataCopy:
    """A data folder that may be broken."""

    folder: Path

    def path(self, table: str) -> Path:
        """Return the file of a table."""
        return self.folder / f"{table}.csv"

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table as text."""
        with self.path(table).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table: str, rows: list[Row]) -> None:
        """Write the rows of a table."""
        with self.path(table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def line(self, table: str, suits: Callable[[Row], bool]) -> int:
        """Return the spreadsheet row of the first row that suits."""
        return next(line for line, row in enumerate(self.rows(table), start=2) if suits(row))

    def change(self, table: str, line: int, /, **cells: str) -> Row:
        """Set cells of one row, named by its spreadsheet row, and return the row as it was."""
        rows = self.rows(table)
        before = dict(rows[line - 2])
        rows[line - 2] |= cells
        self.write(table, rows)
        return before

    def append(self, table: str, /, **cells: str) -> int:
        """Add a row and return its spreadsheet row; cells that are not given are empty."""
        rows = self.rows(table)
        self.write(table, [*rows, dict.fromkeys(rows[0], "") | cells])
        return len(rows) + 2

    def separate(self, table: str, separator: str) -> None:
        """Write a table with another sign between its cells."""
        rows = self.rows(table)
        with self.path(table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n", delimiter=separator)
            writer.writeheader()
            writer.writerows(rows)

    def edit_text(self, file: str, change: Callable[[str], str]) -> None:
        """Change a file as text."""
        path = self.folder / file
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    def edit_line(self, table: str, line: int, change: Callable[[str], str]) -> None:
        """Change one line of a file as text; no shipped cell holds a line break."""

        def changed(text: str) -> str:
            lines = text.split("\n")
            lines[line - 1] = change(lines[line - 1])
            return "\n".join(lines)

        self.edit_text(f"{table}.csv", changed)
