"""The tables. Every one is keyed by workspace, so that no query can cross from one to another."""

from storage.models.access import Audit, Installation, OAuthState
from storage.models.base import LONG_AGO, Base
from storage.models.delivery import Inbox, Message, Pace
from storage.models.plans import Commitment, Person, Target
from storage.models.rounds import Answer, CheckIn, Comment, Participant, Score
from storage.models.teams import Schedule, Team, Workspace

__all__ = [
    "LONG_AGO",
    "Answer",
    "Audit",
    "Base",
    "CheckIn",
    "Comment",
    "Commitment",
    "Inbox",
    "Installation",
    "Message",
    "OAuthState",
    "Pace",
    "Participant",
    "Person",
    "Schedule",
    "Score",
    "Target",
    "Team",
    "Workspace",
]
