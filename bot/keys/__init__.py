"""The keys: one locks people's words, one seals the audit log. Neither is ever in the database."""
