/** The photographs of all batches, narrowed down by state, meal, diet and words. */

import { useDeferredValue, useState } from "react";
import { DIETS, MEAL_TYPES } from "../api/types";
import { FailedRecipes } from "../recipe/failed-recipes";
import { FoundRecipes } from "../recipe/found-recipes";
import { RecipeTile } from "../recipe/tile";
import { Page } from "../shell/page";
import { Button, ButtonLink } from "../ui/button";
import { Filters } from "../ui/filters";
import { Notice } from "../ui/notice";
import { Picker, SearchField } from "../ui/search";

const STATES = ["all", "done", "placeholder", "failed"] as const;
type State = (typeof STATES)[number];

const PLACEHOLDER: Record<State, string> = { all: "", done: "false", placeholder: "true", failed: "" };
const NO_FILTER = { state: "all" as State, meal: "", diet: "", text: "" };
type Filter = typeof NO_FILTER;

export default function Gallery() {
  const [filter, setFilter] = useState(NO_FILTER);
  const narrow = (change: Partial<Filter>) => setFilter({ ...filter, ...change });
  const failed = filter.state === "failed";
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
          {!failed && (
            <>
              <Picker label="Meal" options={MEAL_TYPES} value={filter.meal} onChange={(meal) => narrow({ meal })} />
              <Picker label="Diet" options={DIETS} value={filter.diet} onChange={(diet) => narrow({ diet })} />
            </>
          )}
          <SearchField label="Search recipes" value={filter.text} onChange={(text) => narrow({ text })} />
        </div>
      </div>
      {failed ? (
        <FailedRecipes text={filter.text.trim()} />
      ) : (
        <Recipes filter={filter} clear={() => setFilter(NO_FILTER)} />
      )}
    </Page>
  );
}

function Recipes({ filter, clear }: { filter: Filter; clear: () => void }) {
  const text = useDeferredValue(filter.text.trim());
  const { meal, diet, state } = filter;
  return (
    <FoundRecipes
      conditions={{ meal, diet, text, placeholder: PLACEHOLDER[state] }}
      none={<Nothing filtered={filter !== NO_FILTER} clear={clear} />}
    >
      {(recipes) => (
        <ul className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-3 lg:grid-cols-4">
          {recipes.map((recipe) => (
            <li key={recipe.id}>
              <RecipeTile recipe={recipe} />
            </li>
          ))}
        </ul>
      )}
    </FoundRecipes>
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
