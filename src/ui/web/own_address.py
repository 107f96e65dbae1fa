"""Where a class finds the site on this machine."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

from evidence_site.ui.seams.machine_address import address_in_network
from evidence_site.ui.web.settings import is_this_machine, listens_to_all


def as_others_see(base: str, client: str | None) -> str:
    """Return the address at which others in the network find what a reader sees at ``base``.

    Whoever teaches opens the site on this machine, as ``localhost``; a code for phones must not say that.
    Only a reader without a proxy before is known to be on this machine.

    Args:
        base: Where the reader sees the site; empty if that is not known.
        client: Address from which the reader came, None if it is this machine's own.
    """
    parts = urlsplit(base)
    if not listens_to_all() or not is_this_machine(client or "localhost"):
        return base
    others = address_in_network()
    if not is_this_machine(parts.hostname or "") or not others or is_this_machine(others):
        return base
    return parts._replace(netloc=f"{others}:{parts.port}" if parts.port else others).geturl()


if __name__ == "__main__":
    print(f"For others in this network: http://{address_in_network()}:{sys.argv[1]}")
