"""The shell: everything that touches Slack, the database engine, the clock or the environment."""
