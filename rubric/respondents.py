"""The file of answers that `score` reads: JSON in, respondents out, or every fault at once."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rubric.catalogue import Rubrics, UnknownRubric
from rubric.model import Criterion, Rubric
from rubric.scoring import Respondent, is_offered, offered
from rubric.values import printable


class InvalidAnswers(Exception):
    """A file of answers that cannot be scored; each of `faults` is one line."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True)
class AnswerFile:
    """What the file held: the rubric to score by, and the people."""

    rubric: Rubric
    respondents: tuple[Respondent, ...]


def read(content: bytes, rubrics: Rubrics, rubric_name: str | None = None) -> AnswerFile:
    """The answers in a JSON file; `rubric_name` takes the place of the rubric the file names.

    Raises InvalidAnswers with every fault.
    """
    reader = _Reader(rubrics)
    answer_file = reader.file(_parse(content), rubric_name)
    if answer_file is None or reader.faults:
        raise InvalidAnswers(reader.faults)
    return answer_file


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys were there twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated = [k for k, times in Counter(key for key, _ in pairs).items() if times > 1]


def _parse(content: bytes) -> Any:
    try:
        # As floats, numbers of any length are read quickly; none is a right answer anyway.
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_Object, parse_int=float)
    except UnicodeDecodeError:
        raise InvalidAnswers(["not UTF-8; save the file as UTF-8"]) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise InvalidAnswers([f"{where}: not JSON: {error.msg}; mend it"]) from None
    except RecursionError:
        raise InvalidAnswers(["nested too deeply; write it as the documentation shows"]) from None


class _Reader:
    """Walks the parsed JSON and gathers faults. A wrong part is left out and the walk goes on."""

    def __init__(self, rubrics: Rubrics) -> None:
        self.rubrics = rubrics
        self.faults: list[str] = []

    def file(self, data: Any, rubric_name: str | None) -> AnswerFile | None:
        if not self.is_object("the file", data, {"rubric", "respondents"}):
            return None
        rubric = self.rubric(rubric_name if rubric_name is not None else data.get("rubric"))
        people = data.get("respondents")
        if not isinstance(people, list):
            self.faults.append("respondents: must be a list of people; write [ … ]")
            return None
        respondents = [
            self.respondent(f"respondents[{i}]", p, rubric) for i, p in enumerate(people)
        ]
        if rubric is None:
            return None
        return AnswerFile(rubric, tuple(person for person in respondents if person))

    def rubric(self, name: Any) -> Rubric | None:
        if not isinstance(name, str):
            self.faults.append('rubric: must be the name of a rubric in quotes, like "mlops"')
            return None
        try:
            return self.rubrics.get(name)
        except UnknownRubric as error:
            self.faults.append(f"rubric: {error.sentence}")
            return None

    def respondent(self, where: str, data: Any, rubric: Rubric | None) -> Respondent | None:
        if not self.is_object(where, data, {"role", "answers"}):
            return None
        role, answers = data.get("role"), data.get("answers")
        if role is not None and not isinstance(role, str):
            self.faults.append(f"{where}.role: must be text or null; put it in quotes")
            role = None
        if not self.is_object(f"{where}.answers", answers, None):
            return None
        if rubric is not None:
            for path, answer in answers.items():
                self.answer(f"{where}.answers: {printable(path)}", rubric, path, answer)
        return None if self.faults else Respondent(role=role, answers=dict(answers))

    def answer(self, where: str, rubric: Rubric, path: str, answer: Any) -> None:
        try:
            criterion = rubric.criterion(path)
        except LookupError:
            self.faults.append(f"{where}: {rubric.key} has no such criterion; remove it")
            return
        if not isinstance(answer, str):
            self.faults.append(f"{where}: {_shown(answer)} is no text; {_offer(criterion)}")
        elif not is_offered(criterion, answer):
            self.faults.append(f"{where}: {printable(answer)} is not offered; {_offer(criterion)}")

    def is_object(self, where: str, data: Any, known: set[str] | None) -> bool:
        """Whether it is an object; repeated keys and, where `known` is given, others are faults."""
        if not isinstance(data, _Object):
            self.faults.append(f"{where}: must be an object; write {{ … }}")
            return False
        for key in data.repeated:
            self.faults.append(f"{where}: the key {printable(key)} is here twice; remove one")
        for key in sorted(data.keys() - known) if known is not None else ():
            self.faults.append(f"{where}: the key {printable(key)} is not known; remove it")
        return True


def _shown(answer: Any) -> str:
    return printable(json.dumps(answer))


def _offer(criterion: Criterion) -> str:
    return f"write one of {', '.join(offered(criterion))}"
