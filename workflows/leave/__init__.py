"""Leave: asked for, decided, counted and explained."""
