"""Objects without a picture, and pictures without an object: looked for, and the first removed, at an admin's word."""
