"""Rung's composition root and command line: the one file that knows every package."""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import ArgumentError, OperationalError

from bot.application import Bot, CannotStart
from bot.clock import system_clock
from bot.domain.commands import Verb
from bot.logs import configure_logging
from bot.manifest import manifest
from bot.services.keys import Keys
from bot.services.purging import Purging
from bot.settings import Environment, InvalidSettings, read_environment
from bot.vault import Vault, new_key
from rubric import loader, report, respondents
from rubric.catalogue import Rubrics, UnknownRubric
from rubric.recommendations import recommend
from rubric.scoring import score
from storage.database import Database
from storage.schema import migrate

BAD_INPUT = 2
# Slack cannot be heard any more: the supervisor is to start the process again.
DEAF = 1
# Supervisors that sent SIGTERM wait 20 to 30 seconds before they kill.
DRAIN = 19.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the process's exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.run
    try:
        return command(options)
    except (InvalidSettings, CannotStart, UnknownRubric) as error:
        return _fail(str(error))
    except loader.InvalidRubric as error:
        return _fail(*error.faults)
    except OperationalError as error:
        reason = str(error.orig).partition("\n")[0]
        return _fail(f"The database at DATABASE_URL cannot be used: {reason}")
    except ArgumentError:  # whose words may repeat a password
        return _fail("DATABASE_URL is no address of a database. Set one like sqlite:///rung.db")


def serve(_options: argparse.Namespace) -> int:
    """The bot against Slack, until SIGTERM or Ctrl-C."""
    environment = read_environment(serving=True)
    configure_logging(environment.log_level, environment.secrets())
    database = Database(environment.database_url)
    over, deaf = threading.Event(), threading.Event()

    def give_up() -> None:
        deaf.set()
        over.set()

    bot = Bot(environment, database, _rubrics(environment), on_deaf=give_up)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: over.set())
    bot.start()
    over.wait()
    code = DEAF if deaf.is_set() else 0
    with _at_the_latest(DRAIN, code):
        bot.stop()
        database.close()
    return code


@contextmanager
def _at_the_latest(seconds: float, code: int) -> Iterator[None]:
    """End the process though something hangs. Nothing is lost: what was under way is looked for."""
    hanging = threading.Timer(seconds, os._exit, [code])
    hanging.daemon = True
    hanging.start()
    yield
    hanging.cancel()


def demo(options: argparse.Namespace) -> int:
    """The bot against a local stand-in for Slack, in the browser."""
    from sandbox import demo  # the demo's libraries are not installed in production

    if options.play:
        played: int = demo.play()
        return played
    shown: int = demo.show(options.port, browser=not options.no_open)
    return shown


def bring_up_to_date(_options: argparse.Namespace) -> int:
    """Bring the database to the newest schema."""
    database = Database(read_environment().database_url)
    migrate(database)
    database.close()
    print("The database is up to date.")
    return 0


def erase(options: argparse.Namespace) -> int:
    """Erase everything of a workspace, by its id in Slack (T… or E…), at once and for good."""
    database = Database(read_environment().database_url)
    purging = Purging(database, system_clock)
    found = purging.named(options.workspace)
    if not found:
        return _fail(f"There is no workspace {options.workspace} in this database.")
    names = ", ".join(name or options.workspace for _, name in found)
    if not (options.yes or _is_sure(options.workspace, names)):
        return _fail("Nothing was erased.")
    for workspace_id, _ in found:
        purging.give_up(workspace_id)
        while purging.some_of(workspace_id):
            pass
    database.close()
    print(f"Everything of {names} is erased.")
    return 0


def _is_sure(workspace: str, names: str) -> bool:
    try:
        return input(f"Type {workspace} to erase everything of {names}: ") == workspace
    except EOFError:  # nobody is there to type
        return False


def score_file(options: argparse.Namespace) -> int:
    """Score a file of answers without Slack or a database."""
    rubrics = _rubrics(read_environment())
    try:
        content = options.file.read_bytes()
        answered = respondents.read(content, rubrics, options.rubric)
    except OSError as error:
        return _fail(f"{options.file}: {error.strerror}")
    except respondents.InvalidAnswers as error:
        return _fail(*(f"{options.file}: {fault}" for fault in error.faults))
    profile = score(answered.rubric, answered.respondents)
    steps = recommend(answered.rubric, profile)
    if options.json:
        print(json.dumps(report.as_json(profile, steps)))
    else:
        print(report.as_text(answered.rubric, profile, steps))
    return 0


def check_rubric(options: argparse.Namespace) -> int:
    """Tell whether a rubric file can be used."""
    rubric = loader.load(options.file)
    print(f"{options.file}: {rubric.key} is in order ({len(rubric.paths())} criteria).")
    return 0


def print_schema(_options: argparse.Namespace) -> int:
    """The JSON Schema of a rubric file."""
    print(json.dumps(loader.schema(), indent=2))
    return 0


def list_rubrics(_options: argparse.Namespace) -> int:
    """The rubrics that teams can choose from."""
    for rubric in _rubrics(read_environment()):
        print(f"{rubric.key}  {rubric.name}  ({len(rubric.paths())} criteria)")
    return 0


def print_manifest(options: argparse.Namespace) -> int:
    """The manifest to paste when creating the Slack app."""
    if options.rotate_tokens and not options.http:
        return _fail("Tokens rotate with OAuth only: give --http URL as well.")
    made = manifest(options.http, tuple(Verb), rotate=options.rotate_tokens)
    print(json.dumps(made, indent=2))
    return 0


def print_key(_options: argparse.Namespace) -> int:
    """A new key for RUNG_ENCRYPTION_KEYS."""
    print(new_key())
    return 0


def rotate_keys(_options: argparse.Namespace) -> int:
    """Encrypt every stored token with the newest key; the bot may run meanwhile."""
    environment = read_environment()
    if not environment.encryption_keys:
        return _fail("Set RUNG_ENCRYPTION_KEYS: the newest key first, then the older ones.")
    database = Database(environment.database_url)
    done, closed = Keys(database, Vault(environment.encryption_keys)).rotate()
    database.close()
    print(f"{done} installations are encrypted with the newest key.")
    if not closed:
        return 0
    ids = ", ".join(map(str, closed))
    return _fail(f"No key opens the tokens of these workspaces: {ids}. Add the key they need.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description=__doc__)
    parser.set_defaults(run=serve)
    commands = parser.add_subparsers(title="commands")
    _command(commands, "serve", serve)
    playing = _command(commands, "demo", demo)
    playing.add_argument("--play", action="store_true", help="tell three months here, and end")
    playing.add_argument("--port", type=int, default=0, help="of the page; default: a free one")
    playing.add_argument("--no-open", action="store_true", help="do not open the browser")
    _command(commands, "migrate", bring_up_to_date)
    erasing = _command(commands, "erase", erase)
    erasing.add_argument("workspace", metavar="ID", help="for example T0123ABCD")
    erasing.add_argument("--yes", action="store_true", help="without being asked again")
    scoring = _command(commands, "score", score_file)
    scoring.add_argument("file", type=Path, metavar="FILE")
    scoring.add_argument("--rubric", metavar="ID", help="for example mlops@2020-01")
    scoring.add_argument("--json", action="store_true", help="for programs")
    _add_rubric_commands(_command(commands, "rubric", list_rubrics))
    _add_key_commands(_command(commands, "keys", print_key))
    pasting = _command(commands, "manifest", print_manifest)
    pasting.add_argument("--http", metavar="URL", help="public address; without: Socket Mode")
    pasting.add_argument(
        "--rotate-tokens", action="store_true", help="with OAuth: tokens expire and are renewed"
    )
    return parser


def _add_key_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="commands", required=True)
    _command(commands, "new", print_key)
    _command(commands, "rotate", rotate_keys)


def _add_rubric_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="commands")
    _command(commands, "check", check_rubric).add_argument("file", type=Path, metavar="FILE")
    _command(commands, "schema", print_schema)
    _command(commands, "list", list_rubrics)


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
    parser.set_defaults(run=run)
    return parser


def _rubrics(environment: Environment) -> Rubrics:
    return loader.bundled(environment.rung_rubrics)


def _fail(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
