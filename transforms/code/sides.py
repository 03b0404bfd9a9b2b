"""Who acts and upon whom: every rule that finds participants, in the order in which they are tried.

First the relations that the lexicon names (`participants`), read the other way round where a noun is called by its
victim (`befallen`), then whoever a reaction is aimed at (`reactions`), whoever asked for what is answered (`answers`),
whose seat it is (`victims`), who is arrested for it or at work meanwhile (`doers`), and whoever stands above, around or
inside the trigger (`reach`), before and between these.
Covers: one order for all of them; a side that one rule fills, the later ones leave alone ("Norway agreed to lend Peru
two million": Norway by its relation, Peru by reach).
Does not cover: what only other sentences tell; that is `tolls` and `retell`, after the acts of one sentence are joined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.code.answers import find_answers
from transforms.code.befallen import called_by_victims, turn_befallen, turn_shot_dead
from transforms.code.doers import involved, meanwhile, suspects
from transforms.code.in_return import criticised_beside, paid_back
from transforms.code.intentions import speakers
from transforms.code.misfits import without_misfits
from transforms.code.owned import owners_told_before
from transforms.code.participants import find_participants
from transforms.code.reach import (
    reach_agents,
    reach_around,
    reach_blamed,
    reach_hosts,
    reach_inside,
    reach_outside,
    reach_partitive,
    reach_victims,
)
from transforms.code.reactions import find_reactions
from transforms.code.reciprocal import without_others
from transforms.code.releases import ask_of_holders, without_released
from transforms.code.vetoes import veto_legislatures
from transforms.code.victims import reach_seats, without_what_is_sent

if TYPE_CHECKING:
    from transforms.knowledge import Knowledge


def find_sides(
    triggers: pl.DataFrame,
    demanding: pl.DataFrame,
    relations: pl.DataFrame,
    mentions: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
    claims: pl.DataFrame,
    known: Knowledge,
) -> pl.DataFrame:
    """Participants of each trigger, schema PARTICIPANTS. `demanding`: those of demands; the other frames as ever."""
    spoken = pl.concat([relations, speakers(claims, mentions)])
    found = find_participants(triggers, spoken, mentions, known.mutual_types, stands_for)
    found = turn_shot_dead(found, triggers, mentions, tokens)
    found = turn_befallen(found, triggers, mentions, tokens)
    found = called_by_victims(found, triggers, mentions, tokens)
    found = without_misfits(found, triggers, relations, claims, mentions, tokens)
    found = pl.concat([found, demanding.join(triggers, on="t", how="semi")])
    found = ask_of_holders(found, triggers, relations, tokens, stands_for)
    found = pl.concat([found, find_reactions(triggers, found, relations, tokens, stands_for, known.reactions, claims)])
    found = pl.concat([found, reach_outside(triggers, found, tokens, relations, stands_for)])
    found = pl.concat([found, reach_partitive(triggers, found, tokens, stands_for)])
    found = pl.concat([found, reach_around(triggers, found, relations, stands_for, known.mutual_types, tokens)])
    found = pl.concat([found, find_answers(triggers, found, relations, tokens, stands_for, mentions, claims)])
    found = pl.concat([found, reach_hosts(triggers, found, relations, stands_for, mentions)])
    found = pl.concat([found, reach_victims(triggers, found, relations, stands_for)])
    found = pl.concat([found, reach_seats(triggers, found, relations, stands_for, tokens)])
    found = pl.concat([found, reach_blamed(triggers, found, relations, stands_for)])
    found = pl.concat([found, suspects(triggers, found, relations, tokens, stands_for, mentions)])
    found = pl.concat([found, involved(triggers, found, relations, tokens, stands_for)])
    found = pl.concat([found, meanwhile(triggers, found, relations, tokens, stands_for, mentions)])
    found = pl.concat([found, reach_agents(triggers, found, mentions, tokens)])
    found = reach_inside(triggers, found, tokens, stands_for)
    found = pl.concat([found, criticised_beside(triggers, found, tokens, stands_for)])
    found = pl.concat([found, paid_back(triggers, found, tokens, stands_for, mentions)])
    found = pl.concat([found, owners_told_before(triggers, found, relations, tokens, stands_for)])
    found = pl.concat([found, veto_legislatures(triggers, found, tokens, mentions)])
    found = without_released(found, triggers, relations, tokens, stands_for)
    found = without_others(found, tokens)
    return without_what_is_sent(found, triggers, relations, stands_for, tokens)
