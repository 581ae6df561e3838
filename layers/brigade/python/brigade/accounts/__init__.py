"""Who may come in: users and roles, passwords, access tokens, families of refresh tokens, and letters."""
