"""The pages of modules: reading them, their versions and reviews, writing them."""
