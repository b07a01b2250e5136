"""How payloads reach apps: shapes, Socket Mode, signed HTTP, events and what is done with the answers."""
