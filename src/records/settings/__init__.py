"""What ``site.toml`` and ``imports.toml`` say."""
