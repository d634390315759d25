"""The walk."""
import time
from three_workspaces import three_workspaces
from workspace_story import tell
import pytest
@pytest.mark.parametrize("database_url",["sqlite"],indirect=True)
def test_walk(database):
    with three_workspaces(database, "http") as three:
        a=time.time(); tell(three); print("TOLD", time.time()-a)
        print(*sorted(set(three.guard.wrong)),sep="\n\n")
        print(len(three.slack.acks), len(three.slack.log))
        print({(d.payload.get("type"),) for d in three.slack.acks})
