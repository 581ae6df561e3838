/** One recipe: its photograph, what it is worth and how we know, what goes in and what to do. */

import { useState } from "react";
import { Link, useLocation } from "wouter";
import { useActions } from "../api/actions";
import { useRecipes } from "../api/queries";
import type { Recipe } from "../api/types";
import { AllergenList } from "../recipe/allergen-list";
import { altOf } from "../recipe/alt";
import { Decision } from "../recipe/decision";
import { Ingredients } from "../recipe/ingredients";
import { NutritionTable } from "../recipe/nutrition-table";
import { Page } from "../shell/page";
import { Badge } from "../ui/badge";
import { Button, ButtonLink } from "../ui/button";
import { Icon } from "../ui/icon";
import { Failure, Loading, Notice } from "../ui/notice";
import { Photo } from "../ui/photo";
import { Plate } from "../ui/plate";
import { Problem } from "../ui/problem";
import { dollars, plural, sentence } from "../words";

export default function RecipePage({ params }: { params: Record<string, string> }) {
  const batchId = params.batchId!;
  const { data: recipes, error, refetch } = useRecipes(batchId);
  const index = recipes?.findIndex((recipe) => recipe.id === params.recipeId) ?? -1;
  const recipe = recipes?.[index];
  if (recipe) return <Shown key={recipe.id} recipe={recipe} before={recipes[index - 1]} after={recipes[index + 1]} />;
  return (
    <Page title="Recipe">
      {error && !recipes && <Failure title="The recipe cannot be read" error={error} onRetry={() => void refetch()} />}
      {!error && !recipes && <Loading what="the recipe" />}
      {recipes && (
        <Notice title="No such recipe" action={<ButtonLink href={`/batches/${batchId}`}>To its batch</ButtonLink>}>
          It may have been removed, or its address is incomplete.
        </Notice>
      )}
    </Page>
  );
}

const addressOf = (recipe: Recipe) => `/batches/${recipe.batchId}/recipes/${recipe.id}`;

function Shown({ recipe, before, after }: { recipe: Recipe; before?: Recipe; after?: Recipe }) {
  return (
    <Page
      title={recipe.name}
      above={
        <nav aria-label="Within the batch" className="flex flex-wrap items-center gap-x-4">
          <Link href={`/batches/${recipe.batchId}`} className="hover:text-ink">
            ← The batch
          </Link>
          <span className="ml-auto flex gap-4">
            {before && (
              <Link href={addressOf(before)} className="hover:text-ink">
                Previous<span className="sr-only">: {before.name}</span>
              </Link>
            )}
            {after && (
              <Link href={addressOf(after)} className="hover:text-ink">
                Next<span className="sr-only">: {after.name}</span>
              </Link>
            )}
          </span>
        </nav>
      }
      below={<p className="text-lead">{recipe.description}</p>}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="space-y-8">
          <Picture recipe={recipe} />
          <Facts recipe={recipe} />
          <Ingredients recipe={recipe} />
          <Steps steps={recipe.instructions} />
        </div>
        <aside className="space-y-4 lg:sticky lg:top-24">
          <Decision recipe={recipe} />
          <NutritionTable recipe={recipe} />
          <AllergenList allergens={recipe.allergens} />
          <Score recipe={recipe} />
        </aside>
      </div>
    </Page>
  );
}

function Picture({ recipe }: { recipe: Recipe }) {
  return (
    <figure>
      <Photo
        src={recipe.imageIsPlaceholder ? null : recipe.imageUrl}
        alt={altOf(recipe)}
        eager
        sizes="(min-width: 64rem) 48rem, 100vw"
        className="aspect-[3/2] rounded-card"
      >
        <Plate className="size-32" />
      </Photo>
      {recipe.imageReason && <figcaption className="mt-2 text-caption text-soft">{recipe.imageReason}</figcaption>}
      {recipe.imageIsPlaceholder && <PhotographAgain recipe={recipe} />}
    </figure>
  );
}

function PhotographAgain({ recipe }: { recipe: Recipe }) {
  const { photographAgain } = useActions();
  const [, go] = useLocation();
  const [error, setError] = useState<Error>();
  const ask = () => photographAgain(recipe).then(() => go(`/batches/${recipe.batchId}`), setError);
  return (
    <div className="mt-3 space-y-3">
      <Button onClick={() => void ask()}>
        <Icon name="artist" className="size-4" /> Photograph it again
      </Button>
      <Problem error={error} />
    </div>
  );
}

function Facts({ recipe }: { recipe: Recipe }) {
  const facts = [
    ["Serves", String(recipe.servings)],
    ["Preparation", `${recipe.prepTimeMinutes} min`],
    ["Cooking", recipe.cookTimeMinutes ? `${recipe.cookTimeMinutes} min` : "none"],
    ["Energy", `${Math.round(recipe.nutrition.caloriesKcal)} kcal`],
    ["Protein", `${Math.round(recipe.nutrition.proteinGrams)} g`],
  ];
  return (
    <div>
      <dl className="flex flex-wrap gap-x-8 gap-y-3 border-y border-line py-4">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-caption text-soft">{name}</dt>
            <dd className="serif text-lead">{value}</dd>
          </div>
        ))}
      </dl>
      <ul aria-label="Tags" className="mt-4 flex flex-wrap gap-2">
        {[...recipe.mealTypes, ...recipe.dietaryTags].map((tag) => (
          <li key={tag}>
            <Badge>{tag}</Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Steps({ steps }: { steps: string[] }) {
  return (
    <section aria-labelledby="steps">
      <h2 id="steps" className="mb-4 text-title">
        Method
      </h2>
      <ol className="space-y-4">
        {steps.map((step, index) => (
          <li key={step} className="grid grid-cols-[2rem_1fr] gap-2">
            <span aria-hidden="true" className="serif text-title leading-none text-accent">
              {index + 1}
            </span>
            <p className="max-w-prose">{step}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Score({ recipe }: { recipe: Recipe }) {
  return (
    <section aria-labelledby="quality" className="rounded-card border border-line bg-raised p-4">
      <div className="flex items-baseline justify-between">
        <h2 id="quality" className="text-lead">
          Quality
        </h2>
        <p className="serif text-title">
          {recipe.qualityScore}
          <span className="text-body text-soft"> of 100</span>
        </p>
      </div>
      {recipe.qualityReasons.length > 0 ? (
        <ul className="mt-2 list-disc space-y-1 pl-4 text-caption">
          {recipe.qualityReasons.map((reason) => (
            <li key={reason}>{sentence(reason)}</li>
          ))}
        </ul>
      ) : (
        <p className="mt-2 text-caption text-soft">Nothing was found wanting.</p>
      )}
      <p className="mt-3 border-t border-line pt-3 text-caption text-soft">
        Written by {recipe.model}, {dollars(recipe.costUsd)}, {plural(recipe.ingredients.length, "ingredient")}
      </p>
    </section>
  );
}
