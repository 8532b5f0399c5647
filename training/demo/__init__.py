"""The living demonstration: people at every stage, made through the product's own services."""
