from bot.services.memory import Memory


class Reading:
    """Counts how often it is asked."""

    def __init__(self, value):
        self.value, self.asked = value, 0

    def __call__(self):
        self.asked += 1
        return self.value


def test_what_was_read_is_not_read_again_until_its_time_is_over():
    now = 0.0
    memory, read = Memory(60, monotonic=lambda: now), Reading("C1")
    assert [memory.recall(1, read) for _ in range(3)] == ["C1"] * 3
    assert read.asked == 1
    now = 60.1
    memory.recall(1, read)
    assert read.asked == 2


def test_what_is_not_there_is_looked_for_each_time():
    memory, read = Memory(60), Reading(None)
    assert memory.recall(1, read) is None
    read.value = "C1"
    assert memory.recall(1, read) == "C1"


def test_the_memory_holds_no_more_than_it_may():
    memory, read = Memory(60, most=2), Reading("C1")
    for key in (1, 2, 3, 1):
        memory.recall(key, read)
    assert read.asked == 4
