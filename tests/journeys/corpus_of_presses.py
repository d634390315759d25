"""Every button that the bot listens to: read off its listeners."""

BUTTONS = (
    "answer", "answer:7", "unchanged", "share", "why", "take_on", "take_on:1", "commitment",
    "commitment:3", "drop", "fell:worse", "fell:stricter", "skip_round", "no_reminders", "set_up",
    "set_up:2", "make_open", "overview", "reminders", "whatif_reset", "whatif_dimension",
    "whatif:model-release/process", "cadence", "from_another_age",
)  # fmt: skip
