"""An evidence dashboard, in three parts whose imports go one way: ``ui`` -> ``viz`` -> ``records``.

``records`` is what is known, ``viz`` how it is drawn, ``ui`` how it is asked and shown.
"""

from pathlib import Path
from typing import Final

#: The folder of the project, with the data, the texts of the interface and the scripts of the pages.
PROJECT: Final = Path(__file__).resolve().parents[1]
