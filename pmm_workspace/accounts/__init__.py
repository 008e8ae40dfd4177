"""People: users, workspaces, products, roles and tokens."""
