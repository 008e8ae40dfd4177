"""How much one file may ask of us. Checked before anything is parsed or stored."""

FILE_BYTES = 50 * 1024 * 1024
ROWS = 1_000_000
COLUMNS = 300
CELL_CHARACTERS = 32_767
HEAD_BYTES = 256 * 1024  # what is looked at to recognise a file
REJECTS_KEPT = 10_000  # all are counted; so many are kept to be shown and downloaded

CHILD_MEMORY = 768 * 1024 * 1024
CHILD_CPU_SECONDS = 180
