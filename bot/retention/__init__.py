"""What is kept for how long, by kind of record: what is over its time goes, daily, on whichever replica comes first."""
