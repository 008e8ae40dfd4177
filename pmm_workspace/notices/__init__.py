"""What happened that concerns somebody: in the inbox at once, by mail when it asks something or once a day."""
