"""A Slack workspace on one's own machine, stricter than Slack: for trying, showing and testing a Slack app."""
