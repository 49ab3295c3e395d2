"""Who writes which messages, of every room that has any."""

from __future__ import annotations

from casework.meetings import inviting
from casework.messages.letters import Authors
from casework.prevention import digests

AUTHORS: Authors = {**digests.AUTHORS, **inviting.AUTHORS}
