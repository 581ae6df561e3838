"""The recipe: what it is made of, what it is worth, whether it is fit to be saved."""
