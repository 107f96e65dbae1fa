"""Streamlit's options: what holds, and what the environment sets, however the site is started.

``streamlit run`` reads variables such as ``STREAMLIT_SERVER_BASE_URL_PATH``; an application that uvicorn
starts gets the configuration file alone. Here it gets both, with the same names and types.
Streamlit's own store of options is asked, since ``st.get_option`` writes a line into the log wherever no page
is drawn.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from click import UsageError
from click.types import convert_type
from streamlit import config

from evidence_site.records.read.spreadsheet import quoted

#: What Streamlit notes of an option that its command line, or a variable read by it, has set.
_FROM_COMMAND = "command-line argument or environment variable"

#: How the values of options are written, by their types.
_FORMS = {int: "as a whole number", float: "as a number", bool: "as true or false"}


def option(name: str) -> Any:
    """Return what holds of an option of Streamlit, such as ``server.address``.

    Raises:
        RuntimeError: If Streamlit has no such option.
    """
    return config.get_option(name)


def take_variables(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Set every option that has a variable in the environment and was not set by the command.

    Returns:
        A sentence for each variable that makes no sense.
    """
    wrong = []
    for key, known in config.get_config_options().items():
        given = environment.get(known.env_var)
        if given is None or known.multiple or known.where_defined == _FROM_COMMAND:
            continue
        try:
            config.set_option(key, convert_type(known.type)(given), "environment variable")
        except UsageError:
            form = _FORMS.get(known.type, "as Streamlit asks for it")
            wrong.append(f"{known.env_var} cannot be {quoted(given)}. Write it {form}.")
    return tuple(wrong)
