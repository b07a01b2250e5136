"""Words that every workflow shares: dates and spans as readers write and read them, and what messages are built of."""
