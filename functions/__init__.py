"""The doors: one folder, one Lambda, one state of the machine."""
