"""How fast this computer runs ATOM, as ratios to baselines measured in the same run."""
