"""A kind of document that only the tests have: a model, a template and a migration, and nothing else."""
