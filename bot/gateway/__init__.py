"""The way out to Slack: reads of people and channels, and sends with a known outcome."""
