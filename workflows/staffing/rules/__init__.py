"""Staffing without a database: its life and permissions, what an ask is, how well somebody fits, who takes which."""
