"""Pages: an address into a call, a value into a template."""
