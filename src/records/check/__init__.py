"""What maintainers are told: faults, repairs, changes, what to read next."""
