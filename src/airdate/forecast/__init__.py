"""History and dated claims → a distribution over release days. Pure, given data and seed."""
