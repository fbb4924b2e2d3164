"""`Document` → claims. Pure, given the names that are known."""
