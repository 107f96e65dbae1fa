"""Dates: what we read ourselves agrees with the edtf library, and words keep the precision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_site.records.dates import parse_period, parse_when, period_between, period_ends, season_months
from evidence_site.records.formatting import day_text, number_text, period_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import range_text

_DAYS = st.dates(date(1800, 1, 1), date(2099, 12, 31))
_FORMS = ("%Y-%m-%d", "%Y-%m", "%Y")


@st.composite
def plain(draw: st.DrawFn, days: st.SearchStrategy[date] = _DAYS) -> str:
    """A day, a month or a year, perhaps circa or uncertain."""
    text = draw(days).strftime(draw(st.sampled_from(_FORMS)))
    return text + draw(st.sampled_from(["", "", "~", "?"]))


@st.composite
def intervals(draw: st.DrawFn) -> str:
    """Two plain dates in order, with any precision at either end."""
    first = draw(_DAYS)
    last = first + timedelta(days=draw(st.integers(0, 4000)))
    return f"{draw(plain(st.just(first)))}/{draw(plain(st.just(last)))}"


def _library_ends(text: str) -> tuple[str, str]:
    parsed = parse_edtf(text)
    return date(*parsed.lower_strict()[:3]).isoformat(), date(*parsed.upper_strict()[:3]).isoformat()


@settings(max_examples=60)  # the library takes some ten milliseconds each
@given(st.one_of(plain(), intervals()))
def test_our_reading_agrees_with_the_edtf_library(text: str) -> None:
    when = parse_when(text)
    assert (when.start.isoformat(), when.end.isoformat()) == _library_ends(text)
    assert when.approximate == any(mark in text for mark in "~?")
    assert str(when) == text


@pytest.mark.parametrize("text", ["198X", "1992-XX", "1992-02-XX", "1992?/1993", "1992%"])
def test_rarer_forms_are_read_by_the_library_and_said_in_words(text: str) -> None:
    when = parse_when(text)
    assert (when.start.isoformat(), when.end.isoformat()) == _library_ends(text)
    assert "19" in when_text(when)


def test_every_date_of_the_records_agrees_with_the_library(records: Records) -> None:
    dates = {row.date.text for row in records.tables.events} | {
        row.stated.text for row in records.tables.figures if row.stated
    }
    for text in sorted(dates)[::4]:
        when = parse_when(text)
        assert (when.start.isoformat(), when.end.isoformat()) == _library_ends(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "1992 ", " 1992", "1992\n", "92", "1992-2", "1992-13", "1992-00", "1992-02-30", "1993-02-29",
        "1992-02-26/1992-02-25", "1992-03/1992-02", "1992/", "/1992", "/", "1992/..", "../1992",
        "1992-21", "1992-24~", "1992-21/1992-22", "[1992-21,1992-22]", "1992-33",
        "1992/1993/1994", "26.02.1992",
        "02/26/1992", "February 1992", "1992-02-26T05:00", "0000", "unknown", "1992~~", "１９９２", "\0",
        "1992-02-26 to 1992-02-27", "null", "y-17000", "[", "(", "1992-02-3", "99999",
        "1992-XX^1993", "Y19920", "1992-XX-1993-XX", "19XX-1993/1994-1995", "~" * 40,
        "[1992,1993]", "{1992,1993}", "[1992..1994]", "{..1992}", "1992/[1993,1994]", "198X/" * 8 + "1992",
        "{" + "1992," * 50_000 + "1992}",
    ],
)  # fmt: skip
def test_what_is_no_date_raises_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the kind is the promise; the words differ
        parse_when(text)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        when = parse_when(text)
    except ValueError:
        return
    assert when.start <= when.end
    assert when_text(when)


@given(st.one_of(plain(), intervals()))
def test_every_date_can_be_said_in_words(text: str) -> None:
    words = when_text(parse_when(text))
    assert words.startswith("about ") == any(mark in text for mark in "~?")
    assert "~" not in words
    assert "/" not in words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1992-02-26", "26 February 1992"),
        ("1992-02", "February 1992"),
        ("1992", "1992"),
        ("1992~", "about 1992"),
        ("1992-02?", "about February 1992"),
        ("1992-02-25/1992-02-26", "25–26 February 1992"),
        ("1992-02-28/1992-03-01", "28 February 1992 to 1 March 1992"),
        ("1992-02/1992-05", "February 1992 to May 1992"),
        ("1988/1994-05-12", "1988 to 12 May 1994"),
        ("1992-03~/1992-04", "about March 1992 to April 1992"),
    ],
)
def test_words_keep_the_precision_of_the_source(text: str, words: str) -> None:
    assert when_text(parse_when(text)) == words


def test_no_date_is_said_to_be_none() -> None:
    assert when_text(None) == "not dated"


@pytest.mark.parametrize(
    ("text", "precision"),
    [("1992", "year"), ("1992-02", "month"), ("1992-02-26", "day"), ("1992/1993", "span"), ("1992~", "year")],
)
def test_precision_is_what_was_written(text: str, precision: str) -> None:
    assert parse_when(text).precision == precision


@given(st.one_of(plain(), intervals()), st.one_of(plain(), intervals()))
def test_overlapping_means_a_day_in_common(one: str, other: str) -> None:
    first, second = parse_when(one), parse_when(other)
    common = max(first.start, second.start) <= min(first.end, second.end)
    assert first.overlaps(second) == second.overlaps(first) == common
    assert first.overlaps(first)


def test_a_day_and_a_number_are_written_as_the_locale_writes_them() -> None:
    assert day_text(date(1992, 2, 6)) == "6 February 1992"
    assert number_text(30000) == "30,000"
    assert number_text(92.5) == "92.5"


def test_every_figure_can_be_said_with_its_qualifier(records: Records) -> None:
    words = {
        "exact": "{best}",
        "approx": "about {best}",
        "at_least": "at least {low}",
        "up_to": "up to {high}",
        "range": "{low} to {high}",
    }
    for figure in records.tables.figures:
        numbers = {
            name: number_text(value)
            for name in ("low", "best", "high")
            if (value := getattr(figure, name)) is not None
        }
        assert range_text(figure) == words[figure.qualifier].format(**numbers)


@given(year=st.integers(1000, 9998), code=st.integers(13, 99), mark=st.sampled_from(["", "~", "?", "%"]))
def test_a_season_is_refused_and_its_months_are_dates(year: int, code: int, mark: str) -> None:
    text = f"{year}-{code}{mark}"
    for read in (parse_when, parse_period):
        with pytest.raises(ValueError):  # noqa: PT011 - the kind is the promise
            read(text)
    months = season_months(text)
    assert (months is None) == (not 21 <= code <= 41)
    for interval in months or ():
        when = parse_when(interval)
        assert when.precision == "span"
        assert year in (when.start.year, when.end.year)
        # January and February of a plain year are 59 days: the fewest that three or two months have.
        assert 58 <= (when.end - when.start).days <= 92


@given(text=st.one_of(plain(), intervals()))
def test_no_date_of_a_record_is_a_season(text: str) -> None:
    assert season_months(text) is None


@given(day=_DAYS, other=_DAYS)
def test_a_period_without_an_end_goes_on_and_one_without_a_beginning_holds_all_before(
    day: date, other: date
) -> None:
    event = parse_when(other.isoformat())
    since, until = parse_period(period_between(day, None)), parse_period(period_between(None, day))
    assert event.overlaps(since) == (other >= day)
    assert event.overlaps(until) == (other <= day)
    assert period_ends(since.text) == (day, None)
    assert period_ends(until.text) == (None, day)
    assert period_text(since.text) == f"from {day_text(day)} on"
    assert period_text(until.text) == f"up to {day_text(day)}"


@given(day=_DAYS, other=_DAYS)
def test_a_period_of_two_days_holds_both_whichever_comes_first(day: date, other: date) -> None:
    text = period_between(day, other)
    assert text == period_between(other, day)
    assert period_ends(text) == (min(day, other), max(day, other))
    assert period_ends("") == (None, None)
    assert period_between(None, None) == ""


@given(st.one_of(plain(), intervals()))
def test_a_period_that_is_a_date_is_read_and_said_as_one(text: str) -> None:
    assert parse_period(text) == parse_when(text)
    assert period_text(text) == when_text(parse_when(text))


@given(st.text(st.sampled_from("0123456789-/.~[]"), max_size=16))
def test_any_text_is_a_period_or_a_value_error(text: str) -> None:
    try:
        when = parse_period(text)
    except ValueError:
        return
    assert when.start <= when.end
    assert period_text(text)
