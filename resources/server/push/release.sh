# Frees the machine for others.
release
say end release
