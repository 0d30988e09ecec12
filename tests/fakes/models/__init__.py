"""Servers that speak as OpenAI's and Gemini's do, with a small mind of their own behind them."""
