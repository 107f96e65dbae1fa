"""Charts and maps as SVG, drawn without a browser."""
