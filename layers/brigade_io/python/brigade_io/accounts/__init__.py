"""Where users, sessions and letters meet the world."""
