"""Money, months, rates and earned value: pure."""
