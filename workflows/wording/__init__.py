"""Words that every workflow shares: dates and spans as a reader writes and reads them, and messages' building blocks."""
