"""Documents: handouts, the kit, pages without scripts, pictures to take away."""
