"""Functions that read a stranger's bytes, run in a child process with limits: what they do there cannot stop the
service, fill its memory, or write a file.

One question, one function: `confined(function, *arguments)`. The child is kept for the next call.
"""

from tracker.confined.limits import DRAFT, READING, Limits
from tracker.confined.pool import ChildFault, OverLimit, confined, end_children

__all__ = ["DRAFT", "READING", "ChildFault", "Limits", "OverLimit", "confined", "end_children"]
