"""The one reader of query strings: pages, web routes, pictures of links and lessons read addresses here.

What others append to a link on its way is dropped in silence; what a person wrote is kept, so that whoever
reads it can name what means nothing. Nothing raises: an address can hold anything.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from evidence_site.records.wording import _

#: Between the codes of one parameter.
CODE_SEPARATOR = "."
#: Parameters that hold several codes: those of filters, and the columns of a comparison.
LISTS = frozenset("side cat place country film measure basis shown held source vs".split())  # noqa: SIM905
#: What networks, advertisers, mail services and analytics append to links, in small letters. A test holds
#: that no parameter of the site and no column of a table is called so.
TRACKING: frozenset[str] = frozenset(
    """
    fbclid fb_action_ids fb_action_types fb_ref fb_source igsh igshid twclid ttclid tt_medium tt_content
    li_fat_id epik rdt_cid sccid sc_cid ref ref_src ref_url __twitter_impression
    _branch_match_id _branch_referrer

    gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid msclkid yclid ysclid ymclid _openstat
    srsltid s_kwcid ef_id irclickid cjevent zanpid tblci dicbo spm

    mc_cid mc_eid mc_tc mkt_tok vero_id vero_conv oly_anon_id oly_enc_id wickedid dm_i ml_subscriber
    ml_subscriber_hash ss_email_id _ke _kx __s

    _ga _gl _gac s_cid cmpid ncid xtor wt_mc guccounter guce_referrer guce_referrer_sig
    """.split()  # noqa: SIM905
)
#: How families of such names begin: analytics, then mail services, then checks of a network before the site.
TRACKING_PREFIXES: tuple[str, ...] = (
    *("utm_", "pk_", "mtm_", "matomo_", "piwik_", "at_"),
    *("hsa_", "_hs", "__hs", "hscta", "elq", "trk_"),
    "__cf_chl_",
)
_ESCAPED_AND = "amp;"
#: Categories of Unicode whose signs are not seen, or change what stands around them.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


@dataclass(frozen=True)
class Query:
    """What a query string asks for.

    Attributes:
        parameters: Each name once, with its value; several codes of a filter have points between.
        repeated: Names that stand there with several values and can hold one; the last one counts.
    """

    parameters: Mapping[str, str]
    repeated: tuple[str, ...] = ()


def read_query(pairs: Iterable[tuple[str, str]], lists: Collection[str] = ()) -> Query:
    """Return what the pairs of a query string ask for.

    Args:
        pairs: Names and values in their order, unescaped, a repeated name as often as it stands there.
        lists: Names that can hold several codes, besides those of the pages.

    >>> read_query([("cat", "legal"), ("amp;cat", "military"), ("fbclid", "x")]).parameters
    {'cat': 'legal.military'}
    """
    given: dict[str, list[str]] = {}
    for written, value in pairs:
        name = written
        while name.lower().startswith(_ESCAPED_AND):  # what is left of an "&" that was escaped for HTML
            name = name[len(_ESCAPED_AND) :]
        if (name or value) and not is_tracking(name):
            given.setdefault(name, []).append(value)
    several = {name for name in given if name in lists or name in LISTS}
    parameters = {
        name: CODE_SEPARATOR.join(dict.fromkeys(held))
        if name in several
        else next((value for value in reversed(held) if value), "")
        for name, held in given.items()
    }
    repeated = [name for name, held in given.items() if name not in several and len({*held} - {""}) > 1]
    return Query(parameters, tuple(repeated))


def parse_query(text: str) -> Query:
    """Return what a query string asks for, as it stands in an address behind the question mark."""
    return read_query(parse_qsl(text, keep_blank_values=True))


def is_tracking(name: str) -> bool:
    """Return whether a parameter was appended on the way: nobody meant anything by it here."""
    small = name.lower()
    return small in TRACKING or small.startswith(TRACKING_PREFIXES)


def repeated_words(name: str) -> str:
    """Return what is wrong with a single value that stands there several times."""
    return _("“%(name)s” stands more than once in the address, with different values.") % {"name": name}


def as_written(text: str, limit: int = 40) -> str:
    """Return what stands in an address as it can be shown: shortened, with a sign for what is not seen.

    >>> as_written("a\\u202eb\\nc")
    'a\ufffdb\ufffdc'
    """
    seen = "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(letter) in _UNSEEN else letter
        for letter in text[: limit + 1]
    )
    return seen if len(seen) <= limit else f"{seen[: limit - 1]}…"
