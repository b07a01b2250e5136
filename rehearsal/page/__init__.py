"""The page that looks and behaves like Slack: how payloads are drawn, and how a person's windows reach the workspace."""
