"""The kernel: what every document shares. It never names a kind."""
