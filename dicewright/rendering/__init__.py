"""From a result to text: plain for terminals, Markdown for chats, JSON by `to_dict()`."""
