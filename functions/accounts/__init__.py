"""Accounts over HTTP: register, sign in and out, refresh, who am I, and a new password for a forgotten one."""
