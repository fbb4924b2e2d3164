"""What is followed, what changed, who is told: pure deciders, thin senders, the state between runs."""
