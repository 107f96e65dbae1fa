"""The addresses of this machine, as Streamlit finds them, and nobody asked for the one on the internet.

When a page of another origin wants to connect, Streamlit compares that origin with the address which the
machine has on the internet, and asks a company's server for it. No request leaves this site by itself.
Its own pages are of its own origin, also behind a proxy that hands the host on, and pass before.

``browser.serverAddress`` in ``.streamlit/config.toml`` is needed besides: ``streamlit run`` prints its
addresses before it imports the site, so nothing here could keep it from asking for them.
"""

from __future__ import annotations

from streamlit import net_util


def ask_nobody() -> None:
    """Let the address on the internet be unknown, as it is on a machine without a network."""
    net_util.get_external_ip = lambda: None


def address_in_network() -> str | None:
    """Return the address at which others in the network reach this machine; None without a network."""
    return net_util.get_internal_ip()
