"""The live form of long text: one Yjs document per artifact, logged in PostgreSQL, projected to Markdown."""
