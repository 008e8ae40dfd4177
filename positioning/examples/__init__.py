"""Filled documents to begin from, one module for each kind. The companies in them are made up."""
