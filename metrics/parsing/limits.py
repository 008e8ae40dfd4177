"""How much one file may ask of us. Checked before anything is unpacked, parsed or stored."""

UPLOAD_BYTES = 512 * 1024 * 1024  # through a browser; the command line takes FILE_BYTES
FILE_BYTES = 2 * 1024**3
UNPACKED_BYTES = 6 * 1024**3
MEMBERS = 10_000  # of a zip archive
ROWS = 20_000_000
COLUMNS = 300
LINE_BYTES = 2 * 1024 * 1024
HEAD_BYTES = LINE_BYTES  # what is looked at to recognise a file: at least its first line
GUESS_BYTES = 256 * 1024  # of it, by which its encoding is told
REJECTS_KEPT = 10_000  # all are counted; so many are kept to be shown and downloaded
CELLS_KEPT = 300  # of a rejected row, each of at most
CELL_KEPT = 2_000  # characters

ENGINE_MEMORY = "512MB"
ENGINE_THREADS = 2
CHILD_ADDRESSES = 6 * 1024**3  # virtual: the engine reserves far more than it uses
CHILD_FILE_BYTES = 8 * 1024**3
CHILD_CPU_SECONDS = 900
