"""How a server wants to be asked, learnt from what it answers."""

from brigade.providers.refusals import Refusal
from brigade_io.providers.manners import Manners

NO_ENDPOINT = Refusal(status=404, path="/chat/completions")
WAYS = ("responses", "schema", "object")


def manners() -> Manners[str]:
    return Manners(WAYS, (), ())


def test_a_way_that_the_server_lacks_is_left_for_the_next() -> None:
    known = manners()
    assert known.adapt("responses", NO_ENDPOINT, {})
    assert known.way == "schema"


def test_where_no_way_is_known_there_is_none() -> None:
    known = manners()
    assert [known.adapt(way, NO_ENDPOINT, {}) for way in WAYS] == [True, True, False]


def test_a_way_that_was_left_for_one_odd_answer_is_come_back_to_where_it_is_the_only_one() -> None:
    known = manners()
    known.learn("responses", honoured=False)
    assert known.way == "schema"
    assert [known.adapt(way, NO_ENDPOINT, {}) for way in ("schema", "object")] == [True, True]
    assert known.way == "responses"
    known.learn("responses", honoured=False)
    assert known.way == "responses"


def test_a_proven_way_survives_an_odd_answer() -> None:
    known = manners()
    known.learn("responses", honoured=True)
    known.learn("responses", honoured=False)
    assert known.way == "responses"
