"""How a source is named: the line under every number, and the words about how it was read."""

from __future__ import annotations

from collections.abc import Iterable

from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Citation, Source
from evidence_site.records.wording import _, ngettext


def short_name(source: Source) -> str:
    """Return publisher and date: "The Times, 3 March 1992"."""
    publisher, _copy = publisher_and_copy(source.publisher)
    return f"{publisher}, {when_text(source.published)}" if source.published else publisher


def publisher_and_copy(text: str) -> tuple[str, str]:
    """Return a publisher, and what follows a semicolon outside of brackets: whose copy was read."""
    publisher, _semicolon, copy = text.partition(";")
    if publisher.count("(") > publisher.count(")"):
        return text, ""
    return publisher.strip(), copy.strip()


def full_name(source: Source) -> str:
    """Return author, title, publisher and date in one line."""
    parts = [
        source.author,
        source.title,
        source.publisher,
        when_text(source.published) if source.published else None,
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def reading_note(records: Records, citation: Citation) -> str:
    """Return how the source was read for a record, and on whose site if that matters."""
    codes = records.package.code_lists
    words = _(codes["how_read"][citation.how_read].label)
    source = records.tables.sources[citation.source_id]
    if citation.hosted_by != source.perspective:
        host = codes["perspective"][citation.hosted_by].host_words
        return _("%(reading)s, %(host)s") % {"reading": words, "host": _(host)}
    return words


def source_line(records: Records, table: str, ids: Iterable[str], limit: int = 4) -> str:
    """Return the line that names the sources of some records, the most used first.

    More than ``limit`` sources are counted; the table twin and the download name all of them.
    """
    used: dict[str, int] = {}
    for key in ids:
        for source in records.links.sources_of[table, key]:
            used[source.id] = used.get(source.id, 0) + 1
    ranked = sorted(used, key=lambda key: (-used[key], key))
    names = [short_name(records.tables.sources[key]) for key in ranked[:limit]]
    more = len(ranked) - len(names)
    if more > 0:
        words = ngettext("and %(count)s more source", "and %(count)s more sources", more)
        names.append(words % {"count": number_text(more)})
    return "; ".join(names)
