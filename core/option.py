"""What a platform asks for beside words and pictures: a title, a board, who may see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One question about a post on one platform, in the words of a person.

    `name` is what the adapter calls it in a payload's fields, or "title" for its title. `choices` are values with their
    labels; where there are none, words are written, of `longest` characters at most. `of_account` names the detail of
    an account that lists, between commas, which of the choices it has. What is `required` has no usual value and must
    be chosen, but not where the other option of `unless` has that value; where `films` is not None, it is asked only
    with, or only without, a film. `said` is what a card says, before and after, where a value is chosen.
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    longest: int = 100
    of_account: str = ""
    films: bool | None = None
    unless: tuple[str, str] = ("", "")
    said: tuple[tuple[str, str], ...] = ()

    def concerns(self, *, film: bool) -> bool:
        """Whether it is asked about a post with, or without, a film."""
        return self.films is None or self.films is film


YES_NO = (("", "as usual"), ("true", "yes"), ("false", "no"))
