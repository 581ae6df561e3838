"""The review queue over HTTP: drafts that wait for a person, to be accepted (edited or not) or rejected."""
