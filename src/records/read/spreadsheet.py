"""What spreadsheets do to files and cells: each slip recognised as what it is, with its remedy.

``CELL_SIGNS`` knows single cells; whole files are looked at by ``records.files.text_files``. A sign names
what it sees; none of them changes anything. What may be mended without guessing a fact,
``records.check.tidying`` mends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from evidence_site.records.characters import described, mended_positions, refused, shown
from evidence_site.records.dates import season_months, several_dates
from evidence_site.records.faults import MENDS, Problem
from evidence_site.records.files.alphabets import ALIKE, mixed_alphabets
from evidence_site.records.files.lost_letters import lost_letters
from evidence_site.records.files.text_files import REREAD, entity_in, entity_problem
from evidence_site.records.model.package import Field, TableSchema


class Suggestion(NamedTuple):
    """A problem whose remedy says what to write; whoever follows it must not be refused again.

    Attributes:
        meant: What the remedy says to write: one value, or several of which a source decides.
    """

    problem: str
    remedy: str
    meant: tuple[str, ...]


Sign = Problem | Suggestion

_LONGEST_QUOTED = 60


def quoted(cell: str) -> str:
    """Return a cell as it stands in a sentence: in quotation marks, on one line, cut if it is long.

    >>> quoted("x" * 70)
    '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."'
    """
    line = " ".join(cell[: _LONGEST_QUOTED * 2].split()) if "\n" in cell or "\r" in cell else cell
    return f'"{shown(line[:_LONGEST_QUOTED])}{"..." if len(line) > _LONGEST_QUOTED else ""}"'


# --- files -------------------------------------------------------------------------------------------------

#: What may stand between cells, and what a maintainer calls it.
SEPARATORS: Mapping[str, str] = {";": "semicolons", "\t": "tabs", "|": "upright bars"}


def separator_of(first_line: str, known: frozenset[str]) -> str:
    """Return what separates the cells of a header: a comma unless another sign gives more of the names."""

    def names(sign: str) -> int:
        return sum(part.strip().strip('"') in known for part in first_line.split(sign))

    best = max(SEPARATORS, key=names)
    return best if names(best) > max(names(","), 1) else ","


# --- cells -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A cell that is looked at: its text, its column, whether the column holds ids."""

    text: str
    column: Field
    is_id: bool = False

    @property
    def is_date(self) -> bool:
        """Whether a date belongs here."""
        return self.column.edtf or self.column.type == "date"

    @property
    def is_number(self) -> bool:
        """Whether a number belongs here."""
        return self.column.type in ("number", "integer")


#: Error values of spreadsheets, as programs of several languages write them.
_ERRORS = re.compile(
    r"#(REF!|NAME\?|VALUE!|DIV/0!|N/A|NULL!|NUM!|SPILL!|CALC!|ССЫЛКА!|ИМЯ\?|ЗНАЧ!|ДЕЛ/0!|Н/Д|ПУСТО!|ЧИСЛО!"
    r"|BAŞV!|AD\?|DEĞER!|SAYI/0!|BÖL/0!|YOK|SAYI!)|Err:\d{3}",
    re.IGNORECASE,
)
_WORD_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]{2,}")


def _suggestion(cell: Cell, problem: str, meant: str, remedy: str = "Write {}.") -> Suggestion:
    """Return what is wrong with a cell, and what to write; the remedy names that at its braces."""
    return Suggestion(f"{quoted(cell.text)} {problem}", remedy.format(meant), (meant,))


def _error(cell: Cell) -> Sign | None:
    if _ERRORS.fullmatch(cell.text.strip()):
        return f"{quoted(cell.text)} is an error of the spreadsheet, not a value.", (
            "Enter the value again, or leave the cell empty if it is not known."
        )
    return None


def _formula(cell: Cell) -> Sign | None:
    if cell.text.startswith("="):
        return (
            f"{quoted(cell.text)} is a formula.",
            "Write the value itself: copy, then paste as values only.",
        )
    return None


def _too_narrow(cell: Cell) -> Sign | None:
    if re.fullmatch("#{3,}", cell.text):
        return f"{quoted(cell.text)} is how a spreadsheet shows a column that is too narrow.", (
            "Enter the value again."
        )
    return None


def mojibake(text: str) -> str:
    """Return what a text was before its UTF-8 was read as an encoding of Windows; the same if it was not.

    >>> mojibake("daÄŸ")
    'dağ'
    """

    def mended(found: re.Match[str]) -> str:
        for encoding in ("cp1252", "cp1251", "cp1254", "latin-1"):
            try:
                return found[0].encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
        return found[0]

    return _WORD_OUTSIDE_ASCII.sub(mended, text)


def _wrongly_read(cell: Cell) -> Sign | None:
    if (meant := mojibake(cell.text)) == cell.text:
        return None
    remedy = f"Put {quoted(meant)} back, and open the file as UTF-8 the next time."
    return Suggestion(f"{quoted(cell.text)} was read in a wrong encoding.", remedy, (meant,))


def _lost_letters(cell: Cell) -> Sign | None:
    if cell.is_date:
        return None
    return lost_letters(cell.text, names=cell.column.names)


def _unseen(cell: Cell) -> Sign | None:
    position = next(refused(cell.text), None)
    if position is None:
        return None
    remedy = f"Type the text again; {MENDS}" if position in mended_positions(cell.text) else REREAD
    return f"holds {described(cell.text[position])}, in place {position + 1}.", remedy


def _entity(cell: Cell) -> Sign | None:
    if not (found := entity_in(cell.text)):
        return None
    written, meant = found
    problem, remedy = entity_problem(written, meant)
    return problem, REREAD if any(True for _position in refused(meant)) else remedy


def _spaces(cell: Cell) -> Sign | None:
    if cell.text != cell.text.strip(" \t\r\n\u00a0"):
        return "begins or ends with a space.", f"Remove the space; {MENDS}"
    if "\n" in cell.text or "\r" in cell.text:
        return "contains a line break.", "Write the text in one line."
    if "\t" in cell.text:
        return "contains a tab.", f"Write a plain space; {MENDS}"
    return None


def _decomposed(cell: Cell) -> Sign | None:
    if not unicodedata.is_normalized("NFC", cell.text):
        return "contains letters that are put together of two characters.", f"Type them again; {MENDS}"
    return None


def _apostrophe(cell: Cell) -> Sign | None:
    if cell.text.startswith("'") and (cell.is_id or cell.is_date or cell.is_number or cell.column.code_list):
        problem = "begins with the apostrophe by which spreadsheets mark text."
        return _suggestion(cell, problem, cell.text[1:], "Remove it.")
    return None


#: Quotation marks and dashes that spreadsheets and word processors put for the plain ones.
_TYPOGRAPHIC = str.maketrans({**dict.fromkeys('“”„‟«»‘’‚‛"', ""), **dict.fromkeys("‐‑‒–—―−", "-")})


def holds_ids(schema: TableSchema, column: str) -> bool:
    """Return whether a column holds ids, its own or those of other records."""
    return column in ("id", "record_id") or column in schema.foreign_keys


def plain_id(text: str) -> str:
    """Return an id without typographic quotation marks and dashes.

    >>> plain_id("“gazette–1992”")
    'gazette-1992'
    """
    return text.strip().translate(_TYPOGRAPHIC)


def latin_id(text: str) -> str:
    """Return an id as it was meant: also with Latin letters for those that look like them."""
    return plain_id(text).translate(ALIKE)


def _typographic_id(cell: Cell) -> Sign | None:
    if cell.is_id and (meant := plain_id(cell.text)) != cell.text:
        problem = "has typographic quotation marks or dashes."
        return _suggestion(cell, problem, meant, f'Write "{{}}"; {MENDS}')
    return None


def _foreign_letters(cell: Cell) -> Sign | None:
    coded = cell.is_id or cell.column.code_list or "pattern" in cell.column.constraints
    if not coded or cell.text.translate(ALIKE) == cell.text:
        return None
    meant = latin_id(cell.text)
    remedy = f'Did you mean "{meant}"? Write it in Latin letters.'
    return Suggestion(_first_replaced(cell.text, ALIKE), remedy, (meant,))


def _mixed_alphabets(cell: Cell) -> Sign | None:
    if cell.column.as_written or not (found := mixed_alphabets(cell.text)):
        return None
    problem, remedy, meant = found
    return Suggestion(problem, remedy, (meant,)) if meant else (problem, remedy)


#: Letters that look like digits, and dashes for which a date has a hyphen.
_DIGITS_ALIKE = str.maketrans("OoОоΟοIlІӀЗ", "00000011113")
_DASHES = re.compile("[‐‑‒–—―−]")


def _letters_for_digits(cell: Cell) -> Sign | None:
    meant = cell.text.translate(_DIGITS_ALIKE)
    if not (cell.is_number or cell.is_date) or meant == cell.text or not re.fullmatch(r"[\d./~?%-]+", meant):
        return None
    remedy = f"Did you mean {meant}? Check it against the source."
    return Suggestion(_first_replaced(cell.text, _DIGITS_ALIKE), remedy, (meant,))


def _first_replaced(text: str, alike: Mapping[int, str | int | None]) -> str:
    """Return which letter of a text is the first that only looks like another."""
    position, found = next(pair for pair in enumerate(text, 1) if pair[1].translate(alike) != pair[1])
    script = unicodedata.name(found).split()[0].capitalize()
    return f'{quoted(text)} has the {script} letter "{found}" in place {position}.'


def _dashes(cell: Cell) -> Sign | None:
    if not (cell.is_date or cell.is_number) or not _DASHES.search(cell.text):
        return None
    meant = _DASHES.sub("-", cell.text)
    if cell.is_date and re.fullmatch(r"\d{4} ?- ?\d{4}", meant):
        meant = re.sub(" ?- ?", "/", meant)
    form = r"(\d{4}(-\d{2}){0,2}[~?%]?/?){1,2}" if cell.is_date else r"-\d+(\.\d+)?"
    if not re.fullmatch(form, meant):
        return None
    return _suggestion(cell, "has a typographic dash.", meant, "Write {}, with plain hyphens.")


_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})( \d{1,2}:\d{2}(:\d{2})?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})([T ]\d{1,2}:\d{2}(:\d{2})?(\.0+)?Z?)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_NAMED_MONTH = re.compile(
    r"(?P<day>\d{1,2})?[-. ]*(?P<month>[^\W\d_]{3,})[-., ]*"
    r"(?P<after>\d{1,2}(?=, ?\d{4}$))?[-., ]*(?P<year>\d{4}|\d{2})?"
)
_SERIAL = re.compile(r"[1-6]\d{4}([.,]\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST_DAY = date(1899, 12, 30)


def _iso(year: str, month: str, day: str) -> str:
    """Return a day in ISO form, or nothing if there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _day_first(cell: Cell) -> Sign | None:
    if not cell.is_date or not (found := _DAY_FIRST.fullmatch(cell.text)):
        return None
    first, second, year = found[1], found[2], found[3]
    days = dict.fromkeys(day for day in (_iso(year, second, first), _iso(year, first, second)) if day)
    if not days:
        return f"{quoted(cell.text)} names a day that does not exist.", "Check it against the source."
    remedy = f"Write it as {' or as '.join(days)}"
    remedy += ", whichever the source says." if len(days) > 1 else "."
    problem = f"{quoted(cell.text)} is not a date as these files write it, the year first."
    return Suggestion(problem, remedy, tuple(days))


def _year_first(cell: Cell) -> Sign | None:
    if not cell.is_date or not (found := _YEAR_FIRST.fullmatch(cell.text)):
        return None
    day = _iso(found[1], found[2], found[3])
    if day == cell.text:
        return None
    if not day:
        return f"{quoted(cell.text)} is not a date: no such day exists.", "Check it against the source."
    what = "is a date with a clock time" if found[4] else "is not a date as these files write it"
    return _suggestion(cell, f"{what}.", day, "Write it as {}.")


def _interval(cell: Cell) -> Sign | None:
    """Look at both ends of an interval, and at their order."""
    if not cell.is_date or cell.text.count("/") != 1:
        return None
    ends = cell.text.split("/")
    for end in ends:
        if problem := sign_of(replace(cell, text=end)):
            return problem
    first, last = (_YEAR_FIRST.fullmatch(end) for end in ends)
    if first and last and ends[0] > ends[1]:
        return f"{quoted(cell.text)} is not a date: it ends before it begins.", "Swap the two, or check them."
    return None


def _short_year(cell: Cell) -> Sign | None:
    if cell.is_date and _SHORT_YEAR.fullmatch(cell.text):
        return f"{quoted(cell.text)} is not a date with a whole year.", (
            "Look it up in the source and write it as 1992-02-26."
        )
    return None


def _season(cell: Cell) -> Sign | None:
    if not cell.is_date or (months := season_months(cell.text)) is None:
        return None
    problem = f"{quoted(cell.text)} is a season or a part of a year, and which days it means is not certain."
    if not months:
        return problem, "Look it up in the source, and write its first and last month, as in 1992-03/1992-05."
    remedy = f"Write {' or '.join(months)}, its months, as the source means them."
    return Suggestion(problem, remedy, months)


def _several_dates(cell: Cell) -> Sign | None:
    if not cell.is_date or (ends := several_dates(cell.text)) is None:
        return None
    problem = f"{quoted(cell.text)} is a list of dates, and which of them it was is not said."
    if not all(ends):
        return (
            problem,
            "Look it up in the source, and write the first and the last as in 1992-02-25/1992-02-26.",
        )
    interval = "/".join(ends)
    return Suggestion(problem, f"Write {interval}, if it lay between them.", (interval,))


def _early_year(cell: Cell) -> Sign | None:
    """Look for years of less than four digits, also filled with zeros; the standard knows 92 as a century."""
    if cell.is_date and re.fullmatch(r"\d{1,3}|0\d{3}(-\d{2}){0,2}", cell.text.rstrip("~?%")):
        return f"{quoted(cell.text)} is not a date with a whole year.", (
            "Look it up in the source and write its four digits, as in 1992."
        )
    return None


def _named_month(cell: Cell) -> Sign | None:
    if not cell.is_date or not (found := _NAMED_MONTH.fullmatch(cell.text.strip())):
        return None
    month, year = found["month"].lower()[:3], found["year"]
    if not year:
        return f"{quoted(cell.text)} is not a date any more: the spreadsheet rewrote it without its year.", (
            "Look the day up in the source and write it as 1992-02-26."
        )
    day = found["day"] or found["after"]
    number = f"{_MONTHS.index(month) + 1}" if month in _MONTHS and len(year) == 4 else ""
    if not number:
        return f"{quoted(cell.text)} is not a date in digits.", (
            "Look it up in the source and write it as 1992-02-26, or as 1992-02 for a month."
        )
    meant = _iso(year, number, day) if day else f"{year}-{int(number):02}"
    if not meant:
        problem = f"{quoted(cell.text)} is not a date in digits."
        return problem, "There is no such day; check it against the source."
    return _suggestion(cell, "is not a date in digits.", meant, "Write it as {}.")


def _serial(cell: Cell) -> Sign | None:
    if not cell.is_date or not _SERIAL.fullmatch(cell.text):
        return None
    meant = (_FIRST_DAY + timedelta(days=int(cell.text[:5]))).isoformat()
    problem = "is not a date but the number by which a spreadsheet counts days."
    remedy = "It stands for {} in Excel; check it against the source and write that."
    return _suggestion(cell, problem, meant, remedy)


def _year_as_number(cell: Cell) -> Sign | None:
    if cell.is_date and (found := re.fullmatch(r"(\d),?(\d{3})(\.0+)?", cell.text)):
        year = f"{found[1]}{found[2]}"
        if year != cell.text:
            return _suggestion(cell, "is not a date: the year was taken for a number.", year)
    return None


_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})([:.]00)?(?: ?([ap])\.?m\.?)?", re.IGNORECASE)


def _clock(cell: Cell) -> Sign | None:
    form = cell.column.constraints.get("pattern", "")
    if not (found := _CLOCK.fullmatch(cell.text)) or not re.fullmatch(form, "05:30"):
        return None
    hour, half = int(found[1]), (found[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 99
    if not re.fullmatch(form, meant := f"{hour:02}:{found[2]}") or meant == cell.text:
        return None
    return _suggestion(cell, "is not a clock time as these files write it.", meant)


_SCIENTIFIC = re.compile(r"-?\d+([.,]\d+)?E[+-]?\d{1,3}", re.IGNORECASE)
_GROUPED = re.compile(r"-?\d{1,3}([,.'’ \u00a0\u202f])\d{3}(\1\d{3})*")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_DEGREES = re.compile(
    r"(\d{1,3})\s*°\s*(\d{1,2})?\s*['′’]?\s*([\d.]+)?\s*(\"|″|'')?\s*([NSEW])?", re.IGNORECASE
)


def _scientific(cell: Cell) -> Sign | None:
    if not (cell.is_number or cell.is_date or cell.is_id) or not _SCIENTIFIC.fullmatch(cell.text):
        return None
    if cell.is_id or cell.is_date:
        return f"{quoted(cell.text)} is in scientific notation: the spreadsheet took it for a number.", (
            "Enter the value again in a column that is set to text."
        )
    value = float(cell.text.replace(",", "."))
    digits = f"{value:.0f}" if abs(value) < 1e15 and value == int(value) else f"{value:f}".rstrip("0")
    problem = "is not a number in digits but in scientific notation."
    remedy = "Write {}, if the source has just these digits: the last ones may be lost."
    return _suggestion(cell, problem, digits, remedy)


def _grouped(cell: Cell) -> Sign | None:
    if not cell.is_number or not (found := _GROUPED.fullmatch(cell.text)):
        return None
    whole = re.sub(r"[^\d-]", "", cell.text)
    single = cell.text.count(found[1]) == 1 and found[1] in ",."
    if found[1] == "." and (cell.column.type == "number" and single):
        return None  # a coordinate with three decimals
    limit = cell.column.constraints.get("maximum")
    if limit is not None and single and abs(float(whole)) > limit and cell.column.type == "number":
        return None  # a coordinate with a decimal comma
    also = f", or {cell.text.replace(',', '.')} if the mark stands for decimals" if single else ""
    also = also if cell.column.type == "number" else ""
    problem = f"{quoted(cell.text)} is not a number in digits alone: it has thousands marks."
    return Suggestion(problem, f"Write {whole}{also}; no spaces or thousands marks.", (whole,))


def _decimal_comma(cell: Cell) -> Sign | None:
    if cell.is_number and _DECIMAL_COMMA.fullmatch(cell.text):
        problem = "is not a number with a point: it has a decimal comma."
        return _suggestion(cell, problem, cell.text.replace(",", "."))
    return None


def _degrees(cell: Cell) -> Sign | None:
    if cell.is_number and "°" in cell.text and (found := _DEGREES.fullmatch(cell.text.strip())):
        value = float(found[1]) + float(found[2] or 0) / 60 + float(found[3] or 0) / 3600
        sign = "-" if (found[5] or "").upper() in ("S", "W") else ""
        return _suggestion(cell, "is not a number but degrees and minutes.", f"{sign}{value:.4f}")
    return None


def _words_about_a_number(cell: Cell) -> Sign | None:
    if cell.is_number and re.search(r"\d", cell.text) and re.search(r"[^\W\d_]{2,}|[+<>~≈%]", cell.text):
        if _SCIENTIFIC.fullmatch(cell.text):
            return None
        return f"{quoted(cell.text)} is not a number alone.", (
            'Write digits only; "about", "at least" and the unit have columns of their own.'
        )
    return None


def _range(cell: Cell) -> Sign | None:
    if cell.is_number and re.fullmatch(r"\d+\s*[-–—]\s*\d+", cell.text):
        return (
            f"{quoted(cell.text)} is not a number but a range.",
            "Write its ends into the columns low and high.",
        )
    return None


def _truth(cell: Cell) -> Sign | None:
    if cell.column.type == "boolean" and cell.text.lower() in ("true", "false") and not cell.text.islower():
        remedy = f"Write {{}} in small letters; {MENDS}"
        return _suggestion(cell, "is not true or false as these files write it.", cell.text.lower(), remedy)
    return None


#: What a cell can show, in the order in which it is looked for; the first that holds is said.
CELL_SIGNS: tuple[Callable[[Cell], Sign | None], ...] = (
    _error,
    _formula,
    _too_narrow,
    _grouped,
    _spaces,
    _unseen,
    _entity,
    _wrongly_read,
    _lost_letters,
    _decomposed,
    _apostrophe,
    _typographic_id,
    _foreign_letters,
    _mixed_alphabets,
    _letters_for_digits,
    _dashes,
    _day_first,
    _year_first,
    _season,
    _several_dates,
    _interval,
    _short_year,
    _early_year,
    _named_month,
    _serial,
    _year_as_number,
    _clock,
    _scientific,
    _decimal_comma,
    _degrees,
    _range,
    _words_about_a_number,
    _truth,
)


_ODD_ASCII = re.compile(r"^[=+@'#\s]|\s$|[\x00-\x1f\x7f]|\?|^Err:|&#?\w+;")
_ID = re.compile(r"[a-z0-9-]*")


def looks_odd(cell: str, *, is_id: bool) -> bool:
    """Return whether a cell is worth a closer look; most are not, and there are many."""
    if is_id:
        return not _ID.fullmatch(cell)
    return not cell.isascii() or _ODD_ASCII.search(cell) is not None


def sign_of(cell: Cell) -> Sign | None:
    """Return what a spreadsheet did to a cell and what to do about it, or None."""
    return next((problem for sign in CELL_SIGNS if (problem := sign(cell))), None)
