"""The audit log, such that nobody changes it unnoticed: each row is signed, and sealed into a chain within a second."""
