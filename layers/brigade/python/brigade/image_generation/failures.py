"""Why a generation failed, in words for whoever asked for it: what happened, and what to do about it."""

import json
from collections import Counter
from collections.abc import Sequence

from brigade.image_generation.generation import Failure
from brigade.image_generation.messages import Outcome, StepError

BACK = "Your credits for it were given back."
LATER = f"{BACK} Try it again later."
CHANGE = f"{BACK} Change the prompt, and generate it anew."
WORDS = {
    "ImageRefused": f"The provider's content policy refused this prompt. {CHANGE}",
    "PromptRefused": f"The provider could not take this prompt. {CHANGE}",
    "PromptTooLong": f"The prompt is longer than the provider allows. {BACK} Shorten it, and generate it anew.",
    "DuplicateImage": f"Every picture was too like one that is stored. {CHANGE}",
    "PictureUnreadable": f"What the provider sent was no picture. {BACK} Try it again.",
    "QueueExpired": f"It waited for its turn for too long. {LATER}",
    "DeadlinePassed": f"It took longer than it may. {LATER}",
    "GenerationCancelled": f"It was cancelled. {BACK}",
}
TOLD = frozenset({"NoProviderLeft", "SourceRefused"})  # what these say is made for a person
STOPPED = f"The work on it stopped unexpectedly. {BACK} Try it again."
EXPIRED, OVERDUE = "QueueExpired", "DeadlinePassed"


def failure_of(error: StepError) -> Failure:
    report = _report(error)
    name = str(report.get("errorType") or error.error)
    said = str(report.get("errorMessage") or "")
    if name in TOLD and said:
        return Failure(code=name, text=f"{said.rstrip('.')}. {BACK}"[:1000])
    return Failure(code=name, text=WORDS.get(name, STOPPED))


def failure_named(name: str) -> Failure:
    return Failure(code=name, text=WORDS.get(name, STOPPED))


def failure_among(outcomes: Sequence[Outcome]) -> Failure | None:
    """That of the most pictures."""
    failures = [failure_of(outcome.error) for outcome in outcomes if outcome.error]
    counted = Counter(each.code for each in failures)
    return max(failures, key=lambda each: counted[each.code], default=None)


def _report(error: StepError) -> dict[str, object]:
    """What the function said where it was one; the platform's own causes are texts."""
    try:
        report = json.loads(error.cause)
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}
