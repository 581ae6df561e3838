"""Make an administrator: called by whoever may invoke the function, as there is no route to it."""
