"""The web server around the pages: settings, headers, limits, files, log and measures."""
