"""Funnel data in, numbers out: importing, store, definitions, recalculation, readout."""
