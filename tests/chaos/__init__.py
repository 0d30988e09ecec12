"""The seeded fault runner: real processes, killed and frozen at named points, judged by the far side's ledger."""
