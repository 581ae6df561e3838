"""Pictures over HTTP, from PostgreSQL: look for them, look at one, say more of it, take it away;
and how they come about.

Users see and change their own, administrators everybody's and those of recipes, which nobody owns.
"""

from datetime import timedelta

from aws_lambda_powertools.event_handler import Response

from brigade.errors import NotFound
from brigade.image_generation.pictures import PageQuery, PictureEdit, PictureQuery, page_of, picture_view
from brigade.images.record import placeholder_url
from brigade.images.statistics import StatsQuery
from brigade_io import clock
from brigade_io.database import database
from brigade_io.frames.callers import Caller, admin_calling, caller_of
from brigade_io.frames.http import answer, body_as, http_door, id_of, query_as, rest_api
from brigade_io.images.picture_statistics import PictureStatistics
from brigade_io.images.picture_store import PictureStore
from brigade_io.settings import settings
from functions.pictures.subjects import subject_at

TAKEN_AWAY = "An administrator took its photo away."

app = rest_api()


@app.get("/api/images/search")
def search() -> Response[str]:
    caller, query = caller_of(app), query_as(app, PictureQuery)
    wanted = query.model_dump(exclude={"mine", "limit"}, by_alias=False)
    return _page(caller, query, **{**wanted, "viewer": caller.id if query.mine else caller.sees})


@app.get("/api/images/subject/<subject_type>/<subject_id>")
def pictures_of_subject(subject_type: str, subject_id: str) -> Response[str]:
    caller, query = caller_of(app), query_as(app, PageQuery)
    subject = subject_at(subject_type, subject_id)
    return _page(caller, query, viewer=caller.sees, subject_type=subject.type, subject_id=subject.id, after=query.after)


@app.get("/api/images/blog/<subject_id>")
def pictures_of_blog(subject_id: str) -> Response[str]:
    return pictures_of_subject("blog", subject_id)


@app.get("/api/images/prompt/<generation_id>")
def pictures_of_prompt(generation_id: str) -> Response[str]:
    caller, query = caller_of(app), query_as(app, PageQuery)
    generation = id_of(generation_id, "generation")
    with database() as db:
        if not PictureStore(db).knows(generation, caller.sees):
            raise NotFound(f"no generation {generation}")
    return _page(caller, query, viewer=caller.sees, generation_id=generation, after=query.after)


@app.get("/api/images/stats")
def show_statistics() -> Response[str]:
    admin_calling(app)
    since = clock.now() - timedelta(days=query_as(app, StatsQuery).days)
    with database() as db:
        figures = PictureStatistics(db).since(since)
    budgets = {"day_budget_usd": settings().image_budget_day, "month_budget_usd": settings().image_budget_month}
    return answer(200, figures.model_copy(update=budgets))


@app.get("/api/images/<image_id>")
def show_picture(image_id: str) -> Response[str]:
    caller = caller_of(app)
    with database() as db:
        picture = PictureStore(db).get(id_of(image_id, "picture"), caller.sees)
    return answer(200, picture_view(picture, tells_cost=caller.is_admin))


@app.put("/api/images/<image_id>")
def change_picture(image_id: str) -> Response[str]:
    caller, edit = caller_of(app), body_as(app, PictureEdit)
    with database() as db, db.transaction():
        store = PictureStore(db)
        picture = store.change(store.get(id_of(image_id, "picture"), caller.sees), edit.change)
    return answer(200, picture_view(picture, tells_cost=caller.is_admin))


@app.delete("/api/images/<image_id>")
def remove_picture(image_id: str) -> Response[str]:
    caller, instead = caller_of(app), placeholder_url(settings().images_url)
    with database() as db, db.transaction():
        store = PictureStore(db)
        picture = store.get(id_of(image_id, "picture"), caller.sees)
        store.remove(picture, clock.now(), instead=instead, reason=TAKEN_AWAY)
    return answer(200, picture_view(picture, tells_cost=caller.is_admin))


def _page(caller: Caller, query: PageQuery, **wanted: object) -> Response[str]:
    with database() as db:
        pictures = PictureStore(db).find(query.limit + 1, **wanted)
    return answer(200, page_of(pictures, query.limit, tells_cost=caller.is_admin))


handler = http_door(app)
