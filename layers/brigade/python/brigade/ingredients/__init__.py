"""What food is made of: amounts, units, foods and densities."""
