"""Yardsticks: each module beside this one measures one row of docs/performance.md."""
