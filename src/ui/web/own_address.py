"""Where this machine is: nobody outside is asked, and a class finds it.

When a page of another origin wants to connect, Streamlit compares that origin with the address which the
machine has on the internet, and asks a company's server for it. No request leaves this site by itself.
Its own pages are of its own origin, also behind a proxy that hands the host on, and pass before.

``browser.serverAddress`` in ``.streamlit/config.toml`` is needed besides: ``streamlit run`` prints its
addresses before it imports the site, so nothing here could keep it from asking for them.
"""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

from streamlit import net_util

from evidence_site.ui.web.settings import is_this_machine, listens_to_all


def ask_nobody() -> None:
    """Let the address on the internet be unknown, as it is on a machine without a network."""
    net_util.get_external_ip = lambda: None


def as_others_see(base: str, client: str | None) -> str:
    """Return where others in the network find what a reader sees at ``base``.

    Whoever teaches opens the site on this machine, as ``localhost``; a code for phones must not say that.
    Only a reader without a proxy before is known to be on this machine.

    Args:
        base: Where the reader sees the site; empty if that is not known.
        client: Address from which the reader came, None if it is this machine's own.
    """
    parts = urlsplit(base)
    if not listens_to_all() or not is_this_machine(client or "localhost"):
        return base
    others = net_util.get_internal_ip()
    if not is_this_machine(parts.hostname or "") or not others or is_this_machine(others):
        return base
    return parts._replace(netloc=f"{others}:{parts.port}" if parts.port else others).geturl()


if __name__ == "__main__":
    print(f"For others in this network: http://{net_util.get_internal_ip()}:{sys.argv[1]}")
