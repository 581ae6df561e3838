"""The writer of one chunk that has all night: the prompts that are open go into one job, at half the price."""

from collections.abc import Callable, Mapping

from brigade.errors import BrigadeError, BudgetSpent, ModelDown, Rejected
from brigade.generation.asked import Answer, Asked
from brigade.generation.prompts import Prompt
from brigade.generation.writing import AskAll
from brigade.providers.jobs import Job, Reply, reduced
from brigade.providers.ledger import LedgerEntry
from brigade.providers.pace import Slot
from brigade_io.generation.text_model import TextModel
from brigade_io.generation.writer import Visit
from brigade_io.providers.night import Night, Order
from brigade_io.providers.relays import Listening, Overheard, Replaying, overheard
from brigade_io.providers.slots import NotYet

SOON = 1.0  # seconds until what is to be asked again is put into the next job


Unanswered = Callable[[Asked, float], Asked]  # what becomes of a call that the job did not come to


def failed(asked: Asked, now: float) -> Asked:
    return asked.failed(ModelDown("the provider's job ended before this was answered"), now)


class NightWriter:
    """`model` says what is asked and reads what was answered, `night` keeps the jobs."""

    def __init__(self, model: TextModel, night: Night) -> None:
        self.model = model
        self.night = night

    def asking(self, visit: Visit) -> AskAll:
        """Asks prompts of one chunk; an error stands in its answer's place. Raises NotYet until all is over."""

        def ask_all(prompts: list[Prompt]) -> list[Answer | BrigadeError]:
            asked = [visit.round.asked_before(prompt) for prompt in prompts]
            return [each.outcome for each in self._over(visit, prompts, asked)]

        return ask_all

    def _over(self, visit: Visit, prompts: list[Prompt], asked: list[Asked]) -> list[Asked]:
        missing = {prompt.position: (prompt, each) for prompt, each in zip(prompts, asked, strict=True)
                   if not each.is_over}  # fmt: skip
        if not missing:
            return asked
        after = NightRound(self, visit, missing).answered()
        return [after.get(prompt.position, each) for prompt, each in zip(prompts, asked, strict=True)]


class NightRound:
    """What is missing of one round, by position: the prompt, and what became of it so far."""

    def __init__(self, writer: NightWriter, visit: Visit, missing: Mapping[int, tuple[Prompt, Asked]]) -> None:
        self.model = writer.model
        self.night = writer.night
        self.visit = visit
        self.missing = missing
        self.key = self.model.key()
        self.order = self._ordered()

    def answered(self) -> dict[int, Asked]:
        """Everything that was missing, over."""
        job = self.night.under_way(self.order.batch_id, self.order.name)
        try:
            self.visit.require_running()
        except Rejected as stop:  # nothing is asked any more, but what was answered is not lost
            return {place: each if each.is_over else each.given_up(stop) for place, each in self._stopped(job).items()}
        if job is None:
            self.visit.begin([prompt for prompt, _ in self.missing.values()])
            job = self.night.begin(self.order, self.key)
        else:
            job = self.night.go_on(self.order, job, self.key)
        after = self._keep(job, self.night.replies(self.order, job, self.key), failed)
        if not all(asked.is_over for asked in after.values()):
            raise NotYet(SOON, Slot(start_at=self.night.clock() + SOON))
        return after

    def _stopped(self, job: Job | None) -> dict[int, Asked]:
        if job is None:
            return {position: asked for position, (_, asked) in self.missing.items()}
        return self._keep(job, self.night.stop(self.order, job, self.key), lambda asked, _: asked)

    def _keep(self, job: Job, replies: Mapping[str, Reply], unanswered: Unanswered) -> dict[int, Asked]:
        """Keep what came of the job, then close it.

        What became of every call is written down before that of the first is kept: who is killed in between, and adds
        to what is kept, would count it twice.
        """
        told = self.night.written_down(self.order, job, lambda: {
            str(position): self._after(job, replies, prompt, asked, unanswered).model_dump(mode="json")
            for position, (prompt, asked) in self.missing.items()
        })  # fmt: skip
        after = {position: Asked.model_validate(told[str(position)]) for position in self.missing}
        for position, asked in after.items():
            self.visit.round.put_asked(self.missing[position][0], asked)
        self.night.close(self.order, job)
        return after

    def _after(
        self, job: Job, replies: Mapping[str, Reply], prompt: Prompt, asked: Asked, unanswered: Unanswered
    ) -> Asked:
        """What becomes of one call."""
        call = self._entry(prompt, asked).call_id
        entry, reply = job.entry(call), replies.get(call)
        if entry is None:
            return asked.given_up(BudgetSpent("the batch's budget has no room for another call"))
        if reply is None:
            return unanswered(asked, self.night.clock())
        return self._told(entry, asked.of(prompt), asked, reply)

    def _told(self, entry: LedgerEntry, prompt: Prompt, asked: Asked, reply: Reply) -> Asked:
        reading = self.model.over(Replaying(reply))
        try:
            answer, micros = self.night.settle(entry, lambda: reading.answer(prompt, self.key))
        except BrigadeError as error:
            return asked.failed(error, self.night.clock())
        return asked.answered(answer.model_copy(update={"cost_micros": micros}), self.night.clock())

    # --- What is asked -------------------------------------------------------------------------------

    def _ordered(self) -> Order:
        entries, bodies, path = [], {}, ""
        for prompt, asked in self.missing.values():
            entry = self._entry(prompt, asked)
            said = self._said(asked.of(prompt))
            entries.append(entry)
            bodies[entry.call_id], path = said.body, said.path
        prompt = next(iter(self.missing.values()))[0]
        round = self.visit.round
        name = f"text-{round.chunk:05}-{prompt.round}-{prompt.turn}"
        return Order(round.batch_id, name, entries, path, bodies, self.visit.budget_micros)

    def _said(self, prompt: Prompt) -> Overheard:
        return overheard(lambda: self.model.over(Listening()).answer(prompt, self.key))

    def _entry(self, prompt: Prompt, asked: Asked) -> LedgerEntry:
        return LedgerEntry(
            account=self.visit.round.batch_id, call_id=f"text-{prompt.position}-{prompt.round}-{prompt.turn}",
            position=prompt.position, purpose="text", model=self.model.settings.text_model,
            estimate_micros=reduced(self.model.most_cost(asked.of(prompt))),
        )  # fmt: skip
