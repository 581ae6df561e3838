/** The photographs of all batches, narrowed down by state, meal, diet and words. */

import { useDeferredValue, useState } from "react";
import { Link } from "wouter";
import { useBatches, useFound } from "../api/queries";
import { DIETS, MEAL_TYPES } from "../api/types";
import { RecipeTile } from "../recipe/tile";
import { Page } from "../shell/page";
import { Button, ButtonLink } from "../ui/button";
import { Filters } from "../ui/filters";
import { Failure, Loading, Notice } from "../ui/notice";
import { Picker, SearchField } from "../ui/search";
import { plural, requestTitle } from "../words";

const STATES = ["all", "done", "placeholder", "failed"] as const;
type State = (typeof STATES)[number];

const PLACEHOLDER: Record<State, string> = { all: "", done: "false", placeholder: "true", failed: "" };
const NO_FILTER = { state: "all" as State, meal: "", diet: "", text: "" };

export default function Gallery() {
  const [filter, setFilter] = useState(NO_FILTER);
  const narrow = (change: Partial<typeof NO_FILTER>) => setFilter({ ...filter, ...change });
  return (
    <Page title="Gallery">
      <div className="mb-6 flex flex-wrap items-center gap-3">
        <Filters
          label="State"
          options={STATES.map((name) => ({ name }))}
          value={filter.state}
          onChange={(state) => narrow({ state })}
        />
        <div className="flex w-full flex-wrap gap-3 lg:ml-auto lg:w-auto">
          <Picker
            label="Meal"
            any="Any meal"
            options={MEAL_TYPES}
            value={filter.meal}
            onChange={(meal) => narrow({ meal })}
          />
          <Picker
            label="Diet"
            any="Any diet"
            options={DIETS}
            value={filter.diet}
            onChange={(diet) => narrow({ diet })}
          />
          <SearchField label="Search recipes" value={filter.text} onChange={(text) => narrow({ text })} />
        </div>
      </div>
      {filter.state === "failed" ? <FailedBatches /> : <Recipes filter={filter} clear={() => setFilter(NO_FILTER)} />}
    </Page>
  );
}

function Recipes({ filter, clear }: { filter: typeof NO_FILTER; clear: () => void }) {
  const text = useDeferredValue(filter.text.trim());
  const { meal, diet, state } = filter;
  const found = useFound({ meal, diet, text, placeholder: PLACEHOLDER[state] });
  const recipes = found.data?.pages.flatMap((page) => page.recipes) ?? [];
  if (found.error && recipes.length === 0) {
    return <Failure title="The recipes cannot be read" error={found.error} onRetry={() => void found.refetch()} />;
  }
  if (found.isPending) return <Loading what="the recipes" />;
  if (recipes.length === 0) return <Nothing filtered={filter !== NO_FILTER} clear={clear} />;
  return (
    <>
      <p role="status" className="sr-only">
        {plural(recipes.length, "recipe")}
        {found.hasNextPage && ", and more"}
      </p>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-3 lg:grid-cols-4">
        {recipes.map((recipe) => (
          <li key={recipe.id}>
            <RecipeTile recipe={recipe} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <div className="mt-8 text-center">
          <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

function Nothing({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  if (filtered) {
    return (
      <Notice
        icon="search"
        title="No recipe is like that"
        action={<Button onClick={clear}>Clear the filters</Button>}
      />
    );
  }
  return (
    <Notice
      title="No photographs yet"
      action={
        <ButtonLink href="/new" look="primary">
          Start a batch
        </ButtonLink>
      }
    >
      Recipes appear here as soon as they are saved.
    </Notice>
  );
}

/** What failed has no recipe to show: its batch says why, and asks again. */
function FailedBatches() {
  const { data, error, refetch } = useBatches();
  if (error && !data)
    return <Failure title="The batches cannot be read" error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="the batches" />;
  const failed = data.filter((batch) => batch.progress.failed > 0);
  if (failed.length === 0) return <Notice icon="check" title="Nothing failed" />;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {failed.map((batch) => (
        <li key={batch.batchId} className="relative flex justify-between gap-4 px-1 py-3 hover:bg-sunken">
          <Link href={`/batches/${batch.batchId}`} className="font-medium after:absolute after:inset-0">
            {requestTitle(batch.request)}
          </Link>
          <span className="text-bad">{plural(batch.progress.failed, "recipe")} failed</span>
        </li>
      ))}
    </ul>
  );
}
