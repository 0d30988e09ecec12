"""What the yardsticks stand on: rounds and medians, servers, and a town full of posts."""
