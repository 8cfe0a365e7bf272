"""A replay leaves the workspace to others while it computes."""

from datetime import datetime

import numpy as np

from core.replay import kept
from tests.core.test_workspace import VISITOR, in_another_process
from tests.past_seller import buy, fill, wavering

WEEKS = 9


def test_another_process_writes_while_the_past_is_replayed(ws):
    shelf = buy(wavering(5, 91 + 7 * WEEKS + 1), cover_days=120, batch_days=150)
    fill(ws, [f"S{number}" for number in range(5)], shelf, np.linspace(10, 45, 5))
    visits = []

    def visit(stage: str, share: float) -> None:
        if not visits:  # the first week is judged, the others are not
            visits.append(in_another_process(VISITOR, ws.path).communicate(timeout=60)[0].strip())

    replay_id = kept.prove(ws, at=datetime(2026, 11, 22, 8), progress=visit)
    assert visits == ["done"]
    assert len(ws.rows("from setting where key = 'visitor'")) == 1
    assert kept.newest(ws)["replay_id"] == replay_id
    assert not list(ws.uploads.glob("copy-*"))
