"""The objects that are there, held against the pictures that are recorded, both ways.

The list is put beside the records, in a table of this session alone, so that each way is one statement.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from psycopg import Connection

from brigade.images.brief import PICTURES
from brigade.images.cleanup import MOST, Found
from brigade.images.variants import GENERATED
from brigade_io.images.storage.protocol import PictureStorage

FOLDERS = (PICTURES, GENERATED)
LIST = "create temporary table listed (key text primary key, put_at timestamptz not null, bytes bigint not null)"
ADD = """
insert into listed select * from unnest(%s::text[], %s::timestamptz[], %s::bigint[])
on conflict (key) do update set put_at = excluded.put_at
"""
# Equal bytes are one object of several pictures: it goes with the last of them.
ORPHANS = """
select key, bytes from listed
 where put_at < %(before)s
   and not exists (select from generated_images where storage_keys ? key and status <> 'deleted')
 order by put_at limit %(most)s
"""
BROKEN = """
select id from generated_images
 where status = 'stored' and created_at < %(before)s
   and exists (select from jsonb_array_elements_text(storage_keys) as wanted (name)
                where not exists (select from listed where key = wanted.name))
 order by created_at desc
"""


class Inventory:
    """Call it outside a transaction: listing takes its time."""

    def __init__(self, db: Connection[Any], storage: PictureStorage) -> None:
        self.db = db
        self.storage = storage

    def take(self, before: datetime, is_late: Callable[[], bool]) -> Found:
        """What is amiss among what is older than `before`; of orphans at most as many as are removed at once.

        It stops where `is_late`, and then knows nothing of pictures without objects.
        """
        self.db.execute("drop table if exists listed")
        self.db.execute(LIST)
        try:
            complete = self._list(is_late)
            values = {"before": before, "most": MOST}
            orphans = dict(self.db.execute(ORPHANS, values).fetchall())
            broken = [id for (id,) in self.db.execute(BROKEN, values)] if complete else []
            (looked_at,) = self.db.execute("select count(*) from listed").fetchone() or (0,)
        finally:
            self.db.execute("drop table listed")
        return Found(complete=complete, looked_at=looked_at, orphans=orphans, broken=broken)

    def unnamed(self, keys: list[str]) -> list[str]:
        """Those of the keys that still belong to no picture."""
        query = """
        select key from unnest(%s::text[]) key
         where not exists (select from generated_images where storage_keys ? key and status <> 'deleted')
        """
        return [key for (key,) in self.db.execute(query, [keys])]

    def _list(self, is_late: Callable[[], bool]) -> bool:
        """Whether all were listed."""
        for folder in FOLDERS:
            for page in self.storage.pages(f"{folder}/"):
                at, sizes = [each.at for each in page.values()], [each.bytes for each in page.values()]
                self.db.execute(ADD, [[*page], at, sizes])
                if is_late():
                    return False
        return True
