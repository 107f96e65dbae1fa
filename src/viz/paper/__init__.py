"""Documents: handouts, the kit, pages without scripts, pictures to take away."""

from pathlib import Path

#: The documents as templates.
TEMPLATES = Path(__file__).with_name("templates")
