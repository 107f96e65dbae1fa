"""Addresses as QR codes: as large as a camera needs, or a sentence where there can be none."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import segno
from segno import consts

from evidence_site.records.wording import _, ngettext
from evidence_site.viz.markup import Markup, tag

#: The largest code that the camera of a phone reads from a sheet: 137 modules, 7 cm.
MOST_VERSION = 30
#: Modules around a code that stay white; the standard asks for them.
_QUIET = 4
#: Pixels of a module, of which 96 make an inch: a small code is drawn larger, none below half a millimetre.
_LARGE, _SMALL = 3, 2
#: The widest code that is drawn large, in modules without what stays white.
_WIDEST_LARGE = 57
#: Letters of the shorter mode that stand together; fewer are not worth the change of mode.
_CAPITALS = re.compile(r"([0-9A-Z $%*+\-./:]{16,})")


def qr_code(address: str, caption: str = "") -> Markup:
    """Return the QR code of an address with its caption below, or why no camera could follow it.

    Args:
        address: Full address; empty if nobody knows it, which makes no code.
    """
    if not address:
        return Markup("")
    if is_this_machine(address):
        words = _("No code: this address does not say on which computer a phone would find the site.")
        if host := _host(address):
            words = _(
                "No code: this site was opened as %(host)s, which means “this computer” on every device, so "
                "that a phone would look for it on itself. Open the site by the computer's name in the "
                "network."
            ) % {"host": host}
        return tag("p", words, class_="square quiet")
    if (code := _code(address)) is None:
        words = ngettext(
            "The link is too long for a code that a camera reads (%(count)s character). "
            "Hand on the link or a file.",
            "The link is too long for a code that a camera reads (%(count)s characters). "
            "Hand on the link or a file.",
            len(address),
        )
        return tag("p", words % {"count": len(address)}, class_="square quiet")
    is_small = code.symbol_size(border=0)[0] <= _WIDEST_LARGE
    size = str(code.symbol_size(_LARGE if is_small else _SMALL, _QUIET)[0])
    picture = code.svg_data_uri(border=_QUIET, light="#FFFFFF", omitsize=True)
    image = tag("img", src=picture, alt=_("QR code of a link"), width=size, height=size)
    return tag("div", image, tag("p", caption) if caption else None, class_="square")


def is_this_machine(address: str) -> bool:
    """Return whether an address means the computer on which it is opened, or names none.

    >>> [is_this_machine(f"http://{host}:8501/") for host in ("127.0.0.1", "[::1]", "192.168.0.7")]
    [True, True, False]
    """
    host = _host(address)
    if not host or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _code(address: str) -> segno.QRCode | None:
    """The code of an address; None if it would be too fine for a camera."""
    # The annotation of the library leaves out what its encoder documents: parts, each with the mode that
    # holds it in the fewest bits.
    parts: Any = [
        (part, consts.MODE_ALPHANUMERIC if position % 2 else consts.MODE_BYTE)
        for position, part in enumerate(_CAPITALS.split(address))
        if part
    ]
    try:
        code = segno.make_qr(parts, error="l")
    except segno.DataOverflowError:
        return None
    return code if isinstance(code.version, int) and code.version <= MOST_VERSION else None
