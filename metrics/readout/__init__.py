"""Values as people read them: numbers in words, series, charts, exports. Computes nothing, divides only by `value`."""
