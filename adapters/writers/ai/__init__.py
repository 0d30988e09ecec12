"""Writers that ask a model: what it is asked, how its answers are checked, and who is asked."""
