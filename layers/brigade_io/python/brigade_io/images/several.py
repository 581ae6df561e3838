"""One look after one picture where several providers may be asked: whom, and what comes after a failure."""

from collections.abc import Sequence
from typing import NoReturn

from brigade.alarms import Alarm
from brigade.errors import BrigadeError, BudgetSpent, ModelBusy, ModelSlow, NoProviderLeft
from brigade.images.prospects import Prospect, budget_left, had_their_turn, refusers, states_of, why_not
from brigade.images.reasons import reasons_of
from brigade.images.seeking import Seeking
from brigade.providers.breaker import pause_after
from brigade.providers.pace import TURN_LOOK, Slot, milliseconds
from brigade.providers.routing import ProviderState, choose, is_another_ready, longest_call, rule_of
from brigade_io.alarms import raise_alarm
from brigade_io.images.looks import Look
from brigade_io.images.order import Elsewhere, Made, Photographer
from brigade_io.providers.slots import PATIENCE, NotYet, place_in_line


class Several(Look):
    """Several providers: the router says whom to ask."""

    def look(self, slot: Slot | None) -> Made:
        self.now = milliseconds(self.those[0].desk.clock())
        self.prospects = [self._prospect(*each, slot) for each in enumerate(self.those)]
        self.states = states_of(self.prospects, self.seeking, may_soften=self.may_soften)
        one = self._chosen()
        slot = slot if self.seeking.provider == one.name else None
        self.seeking = self.seeking.at(one.name, self.now / 1000)
        try:
            slot = place_in_line(one.desk, slot)
            made = self.ask(one, self._bound(one))
        except NotYet as early:
            raise self._later(early.wait, early.slot, self.seeking) from None
        except BrigadeError as error:
            self._after(one, slot, error)
        one.desk.note(made.seeking.ms, answered=True, outlook=self._of(one).outlook)
        return made

    def _prospect(self, place: int, one: Photographer, slot: Slot | None) -> Prospect:
        outlook = one.desk.outlook(slot if one.name == self.seeking.provider else None)
        price = one.model.most_cost(self.asked(one))
        return Prospect(name=one.name, prefer=place, outlook=outlook, price_micros=price)

    def _chosen(self) -> Photographer:
        since = self.seeking.waiting_since
        waited = 0 if since is None else self.now - milliseconds(since)
        choice = choose(self.states, self.now, self.patience - waited, budget_left(self.prospects, self.seeking))
        if choice is None:
            raise NoProviderLeft(self._reasons(self.seeking))
        return next(each for each in self.those if each.name == choice.name)

    def _reasons(self, seeking: Seeking) -> str:
        return reasons_of(why_not(self.prospects, seeking))

    def _of(self, one: Photographer) -> Prospect:
        return next(each for each in self.prospects if each.name == one.name)

    def _bound(self, one: Photographer) -> float | None:
        """Seconds after which this call is given up before its time, as another stands ready."""
        longest = longest_call(self._of(one).outlook.latency, self.patience)
        return longest / 1000 if longest and is_another_ready(self.states, one.name, self.now) else None

    # --- What comes after a failure --------------------------------------------------------------------

    def _after(self, one: Photographer, slot: Slot | None, error: BrigadeError) -> NoReturn:
        if isinstance(error, ModelBusy) and not self.called and slot:  # no turn there: look soon, perhaps elsewhere
            late = one.desk.clock() - slot.start_at
            raise self._later(max(TURN_LOOK, min(late / 4, self.order.longest_look)), slot, self.seeking) from error
        rule, sought = rule_of(type(error)), self.failed(one, error)
        if rule.amiss and one.desk.avoid():
            raise_alarm(Alarm.PROVIDER_AMISS, one.name, type(error).__name__)
        if isinstance(error, ModelSlow):
            one.desk.note(sought.ms, answered=False, outlook=self._of(one).outlook)
        if rule.step == "soften":
            raise self._after_refusal(one, sought, error) from error
        if rule.step == "stop":
            raise self._after_stop(sought, error) from error
        raise self._after_fault(sought, error) from error

    def _after_refusal(self, one: Photographer, sought: Seeking, error: BrigadeError) -> Exception:
        """It never crosses to another provider without leave, and to one only."""
        if gentler := self.gentler(one, error):
            return Elsewhere(gentler, type(error).__name__)
        may = self.order.may_cross_refusal and len(refusers(sought)) == 1
        return Elsewhere(sought, type(error).__name__) if may and self._is_anybody_left(sought) else error

    def _after_stop(self, sought: Seeking, error: BrigadeError) -> Exception:
        """A budget that has no room for this one may have room for a cheaper one."""
        cheaper = isinstance(error, BudgetSpent) and self._is_anybody_left(sought)
        return Elsewhere(sought, type(error).__name__) if cheaper else error

    def _after_fault(self, sought: Seeking, error: BrigadeError) -> Exception:
        """The next one at once; after all had their turn, a pause that grows, for as long as anybody waits."""
        now, since = self.those[0].desk.clock(), sought.failing_since or 0.0
        if now - since >= PATIENCE * self.those[0].desk.provider.breaker_patience:
            return NoProviderLeft(self._reasons(sought))
        states = states_of(self.prospects, sought, may_soften=self.may_soften)
        if self._is_anybody_left(sought) and had_their_turn(states, sought):
            return self._later(pause_after(now - since), Slot(start_at=now, booked=False), sought)
        return Elsewhere(sought, type(error).__name__)

    def _is_anybody_left(self, sought: Seeking) -> bool:
        states: Sequence[ProviderState] = states_of(self.prospects, sought, may_soften=self.may_soften)
        return choose(states, self.now, self.patience, budget_left(self.prospects, sought)) is not None

    def _later(self, wait: float, slot: Slot, seeking: Seeking) -> NotYet:
        return NotYet(wait, slot, {"seeking": seeking.values()})
