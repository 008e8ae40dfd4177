"""What a file of rows says. Runs in a child process with limits, so nothing here imports Django."""
