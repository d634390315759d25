"""A few seconds of `make fuzz`, the same cases every time."""

from campaign import attack, attack_files, campaign


def test_whatever_comes_is_taken_and_nothing_is_half_done_or_told() -> None:
    with campaign("http") as made:
        attack(made, 40, seed_=None)
    assert made.findings == []


def test_whatever_stands_in_a_file_is_read_or_refused() -> None:
    assert attack_files(8, seed_=None) == []
