"""The business: it knows no Slack client, no scheduler and no environment."""
