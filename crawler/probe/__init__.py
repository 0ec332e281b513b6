"""What to ask of a link, and in what order: conversations of several requests, without any network. Pure."""
