"""One person's data: what is kept about them, handed out as files; and taken away, while others' records stay whole."""
