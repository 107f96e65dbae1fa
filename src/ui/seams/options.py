"""Streamlit's options from the environment, however the site is started.

``streamlit run`` reads variables such as ``STREAMLIT_SERVER_BASE_URL_PATH``; an application that uvicorn
starts gets the configuration file alone. Here it gets both, with the same names and types.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from click import UsageError
from click.types import convert_type
from streamlit import config

from evidence_site.records.read.spreadsheet import quoted

#: What Streamlit notes of an option that its command line, or a variable read by it, has set.
_FROM_COMMAND = "command-line argument or environment variable"

#: How the values of options are written, by their types.
_FORMS = {int: "as a whole number", float: "as a number", bool: "as true or false"}


def take_variables(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Set every option that has a variable in the environment and was not set by the command.

    Returns:
        A sentence for each variable that makes no sense.
    """
    wrong = []
    for key, option in config.get_config_options().items():
        given = environment.get(option.env_var)
        if given is None or option.multiple or option.where_defined == _FROM_COMMAND:
            continue
        try:
            config.set_option(key, convert_type(option.type)(given), "environment variable")
        except UsageError:
            form = _FORMS.get(option.type, "as Streamlit asks for it")
            wrong.append(f"{option.env_var} cannot be {quoted(given)}. Write it {form}.")
    return tuple(wrong)
