"""The filter bar, what was ignored, bars that narrow."""
