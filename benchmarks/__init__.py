"""How fast it is: ratios against a baseline in the same run."""
