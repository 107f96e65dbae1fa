"""The site as an ASGI application: ``streamlit run app.py`` and ``uvicorn app:app`` serve the same."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

from ui.server import build_app

app = build_app()
