"""Events by date, the night by the hour, and the strip of days."""
