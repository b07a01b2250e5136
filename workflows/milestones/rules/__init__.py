"""What a milestone may become, what a report must say, how far it slipped and whom that concerns: pure."""
