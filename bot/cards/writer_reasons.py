"""Why a model did not write, in one sentence each."""

from __future__ import annotations

OF_WRITERS = {
    "ai_timeout": "The model did not answer in time.",
    "ai_unreachable": "The model cannot be reached. Is its address right, and its server up?",
    "ai_busy": "The model is busy or limits how often it may be asked.",
    "ai_broken": "The model's server has trouble of its own.",
    "ai_key": "The model's key is not accepted. Check it in .env, then start Greenlight anew.",
    "ai_quota": "The quota or the money of the model's account is used up. Its owner's page shows it.",
    "ai_model": "The model is not known there any more. Set another one in .env, then start Greenlight anew.",
    "ai_request": "The model's server does not take the question as it is asked.",
    "ai_refused": "The model refused to write that.",
    "ai_too_long": "The model did not come to an end.",
    "ai_unusable": "The model answered nothing usable, twice.",
    "ai_repeats": "The model wrote the same post twice.",
    "ai_unreadable": "The model answered in a form nobody can read.",
    "ai_unpriced": "No price is known for the model, so a budget cannot be kept to. /cost cap off lets it write.",
    "ai_budget": "The month's budget for models is used up.",
}
