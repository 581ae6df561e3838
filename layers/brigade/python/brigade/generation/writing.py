"""Writing a chunk: ask for every open recipe at once, show the writer its mistakes once, keep what is good.

Who asks has asked again as often as that helps: an error in an answer's place is that recipe's end, and no other's.
"""

from collections.abc import Callable, Iterable, Iterator

from pydantic import ValidationError

from brigade.errors import AnswerInvalid, BrigadeError, Rejected
from brigade.generation.asked import Answer as Answer
from brigade.generation.concept import Concept
from brigade.generation.prompts import Prompt, repair_prompt, writing_prompt
from brigade.generation.sheet import Fault, Line, Sheet
from brigade.providers.prices import likely_tokens
from brigade.recipes.recipe import Draft

AskAll = Callable[[list[Prompt]], list[Answer | BrigadeError]]


def write_chunk(sheet: Sheet, round: int, ask_all: AskAll) -> Sheet:
    """The sheet with every open line written or marked with its fault. `ask_all` answers in the order of asking.

    Raises the first fault where there is nothing to check, as nothing came of it, nor would of another asking.
    """
    lines, answers = write_lines(sheet.unwritten, round, ask_all)
    if not any(line.is_unchecked for line in sheet.lines):
        _raise_if_nothing_came(lines, answers)
    done = {line.concept.position: line for line in lines}
    return sheet.model_copy(update={"lines": [done.get(line.concept.position, line) for line in sheet.lines]})


def write_lines(asked: list[Line], round: int, ask_all: AskAll) -> tuple[list[Line], list[Answer | BrigadeError]]:
    """These lines, each written or marked with its fault, and what was answered at first."""
    answers = ask_all([writing_prompt(line.concept, round, line.complaints) for line in asked])
    lines = [written(line, answer) for line, answer in zip(asked, answers, strict=True)]
    return _repaired(lines, answers, round, ask_all), answers


def _repaired(lines: list[Line], answers: list[Answer | BrigadeError], round: int, ask_all: AskAll) -> list[Line]:
    """The lines, those with a readable but wrong answer asked once more."""
    wrong = {
        index: repair_prompt(line.concept, round, answer.text, read_answer(answer.text, line.concept)[0])
        for index, (line, answer) in enumerate(zip(lines, answers, strict=True))
        if line.fault and isinstance(answer, Answer)
    }
    if not wrong:
        return lines
    second = dict(zip(wrong, ask_all(list(wrong.values())), strict=True))
    return [written(line, second[index]) if index in second else line for index, line in enumerate(lines)]


def written(line: Line, answer: Answer | BrigadeError) -> Line:
    """The line with its new draft; a fault leaves an earlier draft, and what was wrong with it, as they are."""
    if isinstance(answer, BrigadeError):
        return line.model_copy(update={"fault": _fault(answer, final=True)})
    paid = {"model": answer.model, "cost_micros": line.cost_micros + answer.cost_micros}
    mistakes, draft = read_answer(answer.text, line.concept)
    if draft is None:
        return line.model_copy(update={**paid, "fault": _fault(AnswerInvalid("; ".join(mistakes)), final=False)})
    return line.model_copy(update={**paid, "draft": draft, "fault": None, "mistakes": []})


def read_answer(text: str, concept: Concept) -> tuple[list[str], Draft | None]:
    """The draft in an answer, or what is wrong with it in words the writer can use."""
    try:
        draft = Draft.model_validate_json(text)
    except ValidationError as error:
        return [f"{'.'.join(map(str, fault['loc'])) or 'answer'}: {fault['msg']}" for fault in error.errors()[:8]], None
    mistakes = [*_departures(draft, concept)]
    return mistakes, None if mistakes else draft


def _departures(draft: Draft, concept: Concept) -> Iterator[str]:
    """Where the draft is another dish than the concept asks for."""
    if concept.meal_type not in draft.meal_types:
        yield f"meal_types lacks {concept.meal_type}"
    if missing := [diet for diet in concept.diets if diet not in draft.dietary_tags]:
        yield f"dietary_tags lacks {', '.join(missing)}: the dish must keep these diets and say so"
    if concept.required_ingredient and not _mentions(draft, concept.required_ingredient):
        yield f"ingredients lack {concept.required_ingredient}, which was asked for"


def _mentions(draft: Draft, ingredient: str) -> bool:
    """Whether a line of the list shares a word with the ingredient; plurals count as the same word."""
    return any(_words(ingredient) & _words(line.name) for line in draft.ingredients)


def _words(text: str) -> set[str]:
    return {word.strip(",.").rstrip("s") for word in text.lower().split()}


def _fault(error: BrigadeError, *, final: bool) -> Fault:
    return Fault(error=type(error).__name__, text=str(error), final=final)


def _raise_if_nothing_came(lines: list[Line], answers: list[Answer | BrigadeError]) -> None:
    faults = [answer for answer in answers if isinstance(answer, Rejected)]
    if faults and len(faults) == len(lines):
        raise faults[0]


def tokens_of(prompts: Iterable[Prompt], longest_answer: int) -> int:
    """About how many tokens asking these takes; for pace, not for money."""
    likely = longest_answer // 3  # answers come to a third of what they may
    return sum(likely_tokens(prompt.instructions + prompt.text) + likely for prompt in prompts)
