"""What can be wrong with a file, as codes; `metrics.importing.wording` says them in words."""


class Unreadable(ValueError):
    """The file as a whole cannot be used."""

    def __init__(self, code: str, **details):
        super().__init__(code)
        self.code = code
        self.details = details


class Unclear(ValueError):
    """The file can be read in two ways; a person has to say which one is meant."""

    def __init__(self, question: str, example: str):
        super().__init__(question)
        self.question = question
        self.example = example
