"""A file that its reader knows, and knows not to give: the one exception with the code of a
finding.

In: a code. Out: an exception that readers raise and the folder turns into a finding.
"""


class CannotRead(ValueError):
    """The file gives no text one may trust; `code` says why, `hint` is for internal files.

    `is_passing` where another machine, or another moment, might read it.
    """

    def __init__(self, code: str, hint: str = "", is_passing: bool = False) -> None:
        super().__init__(code, hint, is_passing)  # all, so that it can be sent from another process
        self.code, self.hint, self.is_passing = code, hint, is_passing
