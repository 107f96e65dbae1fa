"""Streamlit's settings from the environment, however the site is started.

``streamlit run`` reads variables such as ``STREAMLIT_SERVER_BASE_URL_PATH``; an application that uvicorn
starts gets the configuration file alone. Here it gets both, with the same names and types.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from click.types import convert_type
from streamlit import config

#: What Streamlit notes of an option that its command line, or a variable read by it, has set.
_FROM_COMMAND = "command-line argument or environment variable"


def take_variables(environment: Mapping[str, str] = os.environ) -> None:
    """Set every option that has a variable in the environment and was not set by the command."""
    for key, option in config.get_config_options().items():
        given = environment.get(option.env_var)
        if given is not None and not option.multiple and option.where_defined != _FROM_COMMAND:
            config.set_option(key, convert_type(option.type)(given), "environment variable")
