"""Makers of committed files, and the finder of the browser. Run by hand or by make."""
