"""What leaves the records: tables to take away, and records without private names."""
