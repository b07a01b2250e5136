"""`python -m rehearsal`: serves a scenario's workspace until Ctrl-C, keeping it in a folder if one is given."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rehearsal.scenario import ScenarioError, build, read_scenario
from rehearsal.server import Server, listening
from rehearsal.store import Forgetful, SqliteStore, Store

EXAMPLE = Path(__file__).parent / "scenarios" / "example.yaml"
KEPT_IN = "rehearsal.sqlite3"


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; gives the exit code: 2 for a scenario or an address that cannot be used."""
    asked = parser().parse_args(arguments)
    try:
        scenario = read_scenario(asked.scenario)
        store: Store = SqliteStore(asked.data / KEPT_IN) if asked.data else Forgetful()
        workspace = build(scenario, folder=asked.scenario.parent, store=store)
        bound = listening(asked.host, asked.port)
    except (ScenarioError, OSError) as error:
        print(f"rehearsal: {error}", file=sys.stderr)  # noqa: T201 - this is the command line
        return 2
    port = bound.getsockname()[1]
    workspace.address = f"http://{asked.host}:{port}"
    print(f"The rehearsal workspace is at {workspace.address}/", flush=True)  # noqa: T201 - this is the command line
    try:
        Server(workspace).run(sockets=[bound])
    finally:
        bound.close()
        workspace.store.close()
    return 0


def parser() -> argparse.ArgumentParser:
    reader = argparse.ArgumentParser(prog="python -m rehearsal", description="A Slack workspace on your own machine.")
    reader.add_argument("--scenario", type=Path, default=EXAMPLE, help="a YAML file; see rehearsal/README.md")
    reader.add_argument(
        "--data", type=Path, default=None, help="a folder to keep the workspace in; without, it forgets"
    )
    reader.add_argument("--host", default="127.0.0.1")
    reader.add_argument("--port", type=int, default=8400, help="0 takes a free one")
    return reader


if __name__ == "__main__":
    sys.exit(main())
