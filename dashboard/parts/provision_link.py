"""The small link from a provision's name to its page: what it says, who asked for it, every clause."""

from dashboard.parts.markup import Markup, page_address, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import provision_name


def provision_link(messages: Messages, code: str, *, brief: bool = False) -> Markup:
    """A link to the Provision page; `brief` for lists. Both name the provision for screen readers."""
    words = messages.say("provision.details" if brief else "provision.about")
    name = messages.say("named", name=words, words=provision_name(messages, code))
    address = page_address("provision", provision=code)
    return tag("a", words, href=address, target="_self", class_="clause-link", title=name, aria_label=name)
