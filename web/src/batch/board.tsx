/** The recipes of a batch, filtered by how they ended. */

import { useDeferredValue, useState } from "react";
import type { UnitView } from "../api/types";
import { isEnd } from "../live/progress";
import { Button } from "../ui/button";
import { Filters } from "../ui/filters";
import { Notice } from "../ui/notice";
import { RecipeCard } from "./recipe-card";

const FEW = 4; // a row of them: none is shown larger than the others
const AT_ONCE = 24; // more than a screen holds: the others are drawn after it, a little at a time

/** Which is shown large: the first, unless it is certain already that there will be no picture of it. */
function heroOf(units: UnitView[]): number {
  const pictured = units.find(({ stage }) => !isEnd(stage) || stage === "done");
  return pictured?.position ?? 0;
}

const FILTERS = {
  all: () => true,
  done: (unit) => unit.stage === "done",
  "in progress": (unit) => !isEnd(unit.stage),
  placeholder: (unit) => unit.stage === "placeholder",
  failed: (unit) => unit.stage === "failed" || unit.stage === "cancelled",
} satisfies Record<string, (unit: UnitView) => boolean>;
type Filter = keyof typeof FILTERS;

export function Board({ units, batchId }: { units: UnitView[]; batchId: string }) {
  const [filter, setFilter] = useState<Filter>("all");
  const counted = (Object.keys(FILTERS) as Filter[])
    .map((name) => ({ name, count: units.filter(FILTERS[name]).length }))
    .filter(({ name, count }) => count > 0 || name === filter || name === "all");
  const most = Math.max(useDeferredValue(units.length, 0), AT_ONCE);
  const shown = units.filter(FILTERS[filter]).slice(0, most);
  const [hero] = useState(() => heroOf(units));
  return (
    <section aria-labelledby="recipes">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 id="recipes" className="text-title">
          Recipes
        </h2>
        {counted.length > 2 && <Filters label="Show" options={counted} value={filter} onChange={setFilter} />}
      </div>
      {shown.length > 0 ? (
        <ul className="grid grid-flow-dense grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-3 lg:grid-cols-4">
          {shown.map((unit) => (
            <RecipeCard
              key={unit.position}
              unit={unit}
              batchId={batchId}
              large={unit.position === hero && units.length > FEW}
            />
          ))}
        </ul>
      ) : (
        <Notice
          title={units.length ? "None of these" : "The menu is being planned"}
          action={units.length > 0 && <Button onClick={() => setFilter("all")}>Show all</Button>}
        >
          {units.length === 0 && "Each recipe appears here as soon as it has a place on it."}
        </Notice>
      )}
    </section>
  );
}
