"""Films and where they were shown."""
