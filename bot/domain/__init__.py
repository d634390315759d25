"""Pure rules of the product."""
