/** What waits for a decision: the recipes that nobody has approved, the most doubtful first. */

import { useState } from "react";
import { Link } from "wouter";
import { useActions } from "../api/actions";
import type { Recipe } from "../api/types";
import { Quality } from "../batch/recipe-card";
import { useRecentRecipes } from "../recipe/recent";
import { RecipePhoto } from "../recipe/tile";
import { Page } from "../shell/page";
import { Button, ButtonLink } from "../ui/button";
import { Failure, Loading, Notice } from "../ui/notice";
import { plural } from "../words";

export default function Review() {
  const { recipes, error, reading, retry } = useRecentRecipes();
  const waiting = recipes
    .filter((recipe) => !recipe.isApproved)
    .sort((one, other) => one.qualityScore - other.qualityScore);
  return (
    <Page
      title="Review"
      below={waiting.length > 0 && `${plural(waiting.length, "recipe")} to decide on, the most doubtful first.`}
    >
      {error && recipes.length === 0 && <Failure title="The recipes cannot be read" error={error} onRetry={retry} />}
      {!error && reading && recipes.length === 0 && <Loading what="the recipes" />}
      {!error && !reading && waiting.length === 0 && (
        <Notice icon="check" title="Nothing to review" action={<ButtonLink href="/gallery">To the gallery</ButtonLink>}>
          {recipes.length ? "Every recipe is approved." : "Recipes wait here once they are saved."}
        </Notice>
      )}
      {waiting.length > 0 && <Queue waiting={waiting} />}
    </Page>
  );
}

function Queue({ waiting }: { waiting: Recipe[] }) {
  const { approve } = useActions();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(0);
  const picked = waiting.filter(({ id }) => chosen.has(id));
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const approveAll = async () => {
    setBusy(true);
    const done = await Promise.allSettled(picked.map(({ id }) => approve(id, true)));
    setFailed(done.filter(({ status }) => status === "rejected").length);
    setChosen(new Set());
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
        <Button look="primary" disabled={picked.length === 0} busy={busy} onClick={approveAll}>
          Approve {picked.length || ""}
        </Button>
        <p role="status" className="text-caption text-bad">
          {failed > 0 && `${plural(failed, "recipe")} could not be approved. Try again.`}
        </p>
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
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </div>
    </li>
  );
}
