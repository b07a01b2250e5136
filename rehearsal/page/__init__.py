"""The page that looks and behaves like Slack: payloads drawn, and the roads from a window to the workspace."""
