"""The scorers: families of figures, as inspect takes them."""
