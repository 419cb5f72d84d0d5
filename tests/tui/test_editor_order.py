"""The answer editor under keys that come faster than they are handled."""

from __future__ import annotations

from frames import until
from scripted import PLAN
from test_interview_screen import sitting_of
from textual import events

from interview_sim.services import Services


async def test_keys_count_in_the_order_in_which_they_were_pressed(services: Services) -> None:
    """A correction in a burst of keys takes back what stood before it, not what came after.

    An emoji that is put together of two stays one, and Persian keeps its word breaks.
    """
    async with sitting_of(services, PLAN) as sat:
        for key in ("a", "b", "backspace", "c", "left", "d", "enter", "e"):
            character = key if len(key) == 1 else None
            sat.app.post_message(events.Key(key, character))
        await sat.pilot.pause()
        await sat.pilot.pause()
        assert sat.screen.answer.text == "ad\nec"
        await sat.press("👩", "\u200d", "🔬", "م", "\u200c", "ی")
        assert sat.screen.answer.text == "ad\ne👩\u200d🔬م\u200cیc"


async def test_what_was_typed_before_a_command_is_typed_before_it(services: Services) -> None:
    """However fast: submitting takes the whole answer, and nothing of it goes to the next."""
    text = "The trees err apart, so that their mean is steady. " * 6
    async with sitting_of(services, PLAN) as sat:
        for character in text:
            key = {" ": "space", ",": "comma", ".": "full_stop"}.get(character, character)
            sat.app.post_message(events.Key(key, character))
        sat.app.post_message(events.Key("ctrl+s", None))
        await until(sat.pilot, lambda: len(sat.state.turns) > 1)
        assert sat.state.turns[0].text == text
        assert sat.state.turns[1].text == ""
