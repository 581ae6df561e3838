/** What waits for a person: drafts that were not accepted, and recipes that nobody has approved. */

import { useState } from "react";
import { Link } from "wouter";
import { useActions } from "../api/actions";
import { useReviews } from "../api/queries";
import type { Recipe } from "../api/types";
import { Quality } from "../batch/recipe-card";
import { DraftEntry } from "../recipe/draft-entry";
import { FoundRecipes } from "../recipe/found-recipes";
import { RecipePhoto } from "../recipe/tile";
import { Page } from "../shell/page";
import { Button, ButtonLink } from "../ui/button";
import { Filters } from "../ui/filters";
import { Failure, Loading, Notice } from "../ui/notice";
import { Problem } from "../ui/problem";
import { plural, sentence } from "../words";

type Queue = "drafts" | "recipes";

export default function Review() {
  const [queue, setQueue] = useState<Queue>("drafts");
  const drafts = useReviews();
  return (
    <Page
      title="Review"
      below={
        queue === "drafts"
          ? "Drafts that broke a rule each time they were written. Mend and accept them, or reject them."
          : "Saved recipes that nobody has approved yet."
      }
    >
      <div className="mb-6">
        <Filters
          label="Queue"
          options={[{ name: "drafts", count: drafts.data?.length }, { name: "recipes" }]}
          value={queue}
          onChange={setQueue}
        />
      </div>
      {queue === "drafts" ? <Drafts {...drafts} /> : <Recipes />}
    </Page>
  );
}

function Drafts({ data, error, refetch }: ReturnType<typeof useReviews>) {
  if (error && !data) return <Failure title="The drafts cannot be read" error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="the drafts" />;
  if (data.length === 0) {
    return (
      <Notice icon="check" title="Nothing to decide" action={<ButtonLink href="/gallery">To the gallery</ButtonLink>}>
        Every draft that was written could be accepted or has been decided on.
      </Notice>
    );
  }
  return (
    <ul className="space-y-4">
      {data.map((review) => (
        <DraftEntry key={`${review.batchId}-${review.position}`} review={review} />
      ))}
    </ul>
  );
}

const Recipes = () => (
  <FoundRecipes
    conditions={{ approved: "false" }}
    none={
      <Notice icon="check" title="Nothing to approve" action={<ButtonLink href="/gallery">To the gallery</ButtonLink>}>
        Recipes wait here once they are saved.
      </Notice>
    }
  >
    {(waiting) => <Waiting waiting={waiting} />}
  </FoundRecipes>
);

function Waiting({ waiting }: { waiting: Recipe[] }) {
  const { approve } = useActions();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const picked = waiting.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const choose = (id: string, on: boolean) =>
    setChosen(new Set(on ? [...chosen, id] : [...chosen].filter((each) => each !== id)));
  const approveThem = async () => {
    setBusy(true);
    setError(undefined);
    await approve(picked, true).then(() => setChosen(new Set()), setError);
    setBusy(false);
  };
  return (
    <>
      <div className="sticky top-16 z-5 -mx-4 mb-2 flex flex-wrap items-center gap-3 border-b border-line bg-paper/95 px-4 py-3">
        <label className="flex items-center gap-3">
          <input
            type="checkbox"
            className="size-5"
            checked={picked.length === waiting.length}
            onChange={({ target }) => setChosen(new Set(target.checked ? waiting.map(({ id }) => id) : []))}
          />
          All
        </label>
        <Button look="primary" disabled={picked.length === 0} busy={busy} onClick={approveThem}>
          Approve {picked.length > 0 && plural(picked.length, "recipe")}
        </Button>
        <Problem error={error} />
      </div>
      <ul className="divide-y divide-line">
        {waiting.map((recipe) => (
          <Entry key={recipe.id} recipe={recipe} chosen={chosen.has(recipe.id)} onChoose={choose} />
        ))}
      </ul>
    </>
  );
}

interface EntryProps {
  recipe: Recipe;
  chosen: boolean;
  onChoose: (id: string, on: boolean) => void;
}

function Entry({ recipe, chosen, onChoose }: EntryProps) {
  return (
    <li className="flex gap-4 py-4">
      <input
        type="checkbox"
        className="mt-1 size-5 shrink-0"
        aria-label={`Choose ${recipe.name}`}
        checked={chosen}
        onChange={({ target }) => onChoose(recipe.id, target.checked)}
      />
      <RecipePhoto recipe={recipe} className="hidden aspect-[3/2] h-24 shrink-0 rounded-control sm:block" />
      <div className="min-w-0 flex-1">
        <div className="flex items-start justify-between gap-3">
          <Link href={`/batches/${recipe.batchId}/recipes/${recipe.id}`} className="font-medium hover:underline">
            {recipe.name}
          </Link>
          <Quality score={recipe.qualityScore} />
        </div>
        <ul className="mt-1 text-caption text-soft">
          {[...recipe.qualityReasons, ...(recipe.imageReason ? [recipe.imageReason] : [])].map((reason) => (
            <li key={reason}>{sentence(reason)}</li>
          ))}
        </ul>
      </div>
    </li>
  );
}
