/** The photographs: every recipe of the newest batches, narrowed down by state, meal, diet and words. */

import { useDeferredValue, useState } from "react";
import { Link } from "wouter";
import { type BatchLine, DIETS, MEAL_TYPES, type Recipe } from "../api/types";
import { useRecentRecipes } from "../recipe/recent";
import { RecipeTile } from "../recipe/tile";
import { Page } from "../shell/page";
import { Button, ButtonLink } from "../ui/button";
import { Filters } from "../ui/filters";
import { Failure, Loading, Notice } from "../ui/notice";
import { Picker, SearchField } from "../ui/search";
import { plural, requestTitle } from "../words";

const STATES = ["all", "done", "placeholder", "failed"] as const;
type State = (typeof STATES)[number];

const SHOWN = 24;
const NO_FILTER = { state: "all" as State, meal: "", diet: "", words: "" };

export default function Gallery() {
  const { recipes, failed, error, reading, retry } = useRecentRecipes();
  const [filter, setFilter] = useState(NO_FILTER);
  const [most, setMost] = useState(SHOWN);
  const wanted = useDeferredValue(filter);
  const shown = recipes.filter((recipe) => fits(recipe, wanted));
  const narrow = (change: Partial<typeof NO_FILTER>) => {
    setFilter({ ...filter, ...change });
    setMost(SHOWN);
  };
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
          <SearchField label="Search recipes" value={filter.words} onChange={(words) => narrow({ words })} />
        </div>
      </div>
      {error && recipes.length === 0 && <Failure title="The recipes cannot be read" error={error} onRetry={retry} />}
      {!error && reading && recipes.length === 0 && <Loading what="the recipes" />}
      {filter.state === "failed" ? (
        <FailedBatches batches={failed} />
      ) : (
        <>
          <p role="status" className="sr-only">
            {plural(shown.length, "recipe")}
          </p>
          <ul className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-3 lg:grid-cols-4">
            {shown.slice(0, most).map((recipe) => (
              <li key={recipe.id}>
                <RecipeTile recipe={recipe} />
              </li>
            ))}
          </ul>
          {shown.length > most && (
            <div className="mt-8 text-center">
              <Button onClick={() => setMost(most + SHOWN)}>Show more of {shown.length}</Button>
            </div>
          )}
          {!reading && !error && shown.length === 0 && (
            <Nothing all={recipes.length} clear={() => setFilter(NO_FILTER)} />
          )}
        </>
      )}
    </Page>
  );
}

function fits(recipe: Recipe, { state, meal, diet, words }: typeof NO_FILTER): boolean {
  if (state === "done" && recipe.imageIsPlaceholder) return false;
  if (state === "placeholder" && !recipe.imageIsPlaceholder) return false;
  if (meal && !recipe.mealTypes.some((each) => each === meal)) return false;
  if (diet && !recipe.dietaryTags.some((each) => each === diet)) return false;
  return `${recipe.name} ${recipe.mainIngredientTags.join(" ")}`.toLowerCase().includes(words.trim().toLowerCase());
}

function Nothing({ all, clear }: { all: number; clear: () => void }) {
  if (all > 0)
    return (
      <Notice
        icon="search"
        title="No recipe is like that"
        action={<Button onClick={clear}>Clear the filters</Button>}
      />
    );
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
function FailedBatches({ batches }: { batches: BatchLine[] }) {
  if (batches.length === 0) return <Notice icon="check" title="Nothing failed" />;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {batches.map((batch) => (
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
