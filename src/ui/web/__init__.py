"""The web server around the pages: headers, files, the HTML that comes before the scripts, its measures."""
