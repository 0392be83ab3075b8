"""The way to a model: the factory, the wire and its retries, budgets and prices, and the embedded weights."""
