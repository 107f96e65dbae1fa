"""Web routes: data, citations, documents, pictures of links."""

from pathlib import Path

#: What these routes answer with, as templates.
TEMPLATES = Path(__file__).with_name("templates")
