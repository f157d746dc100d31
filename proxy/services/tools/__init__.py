"""The registry of tools and the training of the people who use them."""
