"""What people see: made once as values, rendered by each front-end."""
