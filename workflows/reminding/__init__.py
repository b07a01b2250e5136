"""What every reminder shares: who waits may nudge once a day, and whoever is reminded may have it again later."""
