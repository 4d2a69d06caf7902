"""Why a study cannot be kept or opened.

The tree::

    StudyError
      +- StoreError                 anything about kept studies
           +- InstallationError     a setting of the installation that cannot be meant
           +- StoreUnavailableError the database or the folder cannot be read or written
           +- StudyGoneError        no such study: it was deleted, or the address is another's
           +- StudyChangedError     somebody else has changed the study since it was opened
           +- FilmGoneError         a film's file is missing or damaged
"""

from languages import Message
from studies.errors import StudyError


class StoreError(StudyError):
    """Anything that keeps a study from being kept, opened or deleted."""


class InstallationError(StoreError, ValueError):
    """A setting of the installation cannot be meant."""


class StoreUnavailableError(StoreError):
    """The database or the folder cannot be read or written."""


class StudyGoneError(StoreError, LookupError):
    """No such study."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "This study is no longer here: it was deleted, or its address belongs to "
                "another computer. The worklist shows what there is."
            )
        )


class StudyChangedError(StoreError):
    """Somebody else has changed the study since it was opened."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "This study was changed in another window since it was opened here, so what "
                "you did since then is not saved."
            )
        )


class FilmGoneError(StoreError, LookupError):
    """A film's file is missing or damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Message(
                "The file of {name} is missing from the data folder or was changed there; "
                "bring it back from a backup, or delete the study and add its films again.",
                name=name,
            )
        )
