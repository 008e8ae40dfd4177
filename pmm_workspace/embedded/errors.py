"""What can stop the embedded servers; each message is a sentence for the person at the terminal."""


class Refused(Exception):
    """It cannot go on, and the message says why and what to do."""


class AlreadyRunning(Refused):
    """Another process holds this state."""
