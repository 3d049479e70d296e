"""One-line errors for users: what is wrong and what to do about it."""

CHILD_NOTE = "In the child process:"
"""Begins the note with the traceback of an exception that a child process raised (`tracker.confined`)."""


class TrackerError(Exception):
    """A problem the user can act on.

    The message is one line that says what is wrong and what to do; the CLI prints it and exits with
    `exit_code` (1 unless a subclass says otherwise), never a traceback.
    """

    exit_code = 1


class BadInput(TrackerError):
    """A file or value that cannot be used (broken, empty, too large, unknown party, unsafe path)."""

    exit_code = 2


class TemplateError(TrackerError):
    """A template data file that does not validate; the message names file and line."""

    exit_code = 3


class RegistryError(TrackerError):
    """A file of the registry of agreements or of groups that does not validate; the message names file and line."""

    exit_code = 3


class StorageError(TrackerError):
    """The database cannot be used: locked, full, wrong version, unreachable."""

    exit_code = 4


class NetworkError(TrackerError):
    """A site could not be reached or answered with something that is not a text."""

    exit_code = 5
