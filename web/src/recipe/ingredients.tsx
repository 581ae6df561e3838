/** What goes in, by measure and by weight, and whose figures each is counted with. */

import type { Ingredient, Recipe, Source } from "../api/types";

export function Ingredients({ recipe }: { recipe: Recipe }) {
  return (
    <section aria-labelledby="ingredients">
      <h2 id="ingredients" className="mb-3 text-title">
        Ingredients
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {recipe.ingredients.map((ingredient, index) => (
          <Line key={`${index}-${ingredient.name}`} ingredient={ingredient} source={recipe.ingredientSources[index]} />
        ))}
      </ul>
    </section>
  );
}

function Line({ ingredient, source }: { ingredient: Ingredient; source?: Source }) {
  return (
    <li className="flex gap-x-4 py-2">
      <span className="w-18 shrink-0 sm:w-24 text-soft tabular-nums">{amountOf(ingredient)}</span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">{ingredient.name}</p>
        {source && <Origin source={source} />}
      </div>
      {ingredient.unit !== "g" && (
        <span className="text-caption text-soft tabular-nums">{weight(source ?? ingredient)}</span>
      )}
    </li>
  );
}

const EVIDENCE: Record<Exclude<Source["evidence"], "stated">, string> = {
  portion: "weight by USDA’s measure of it",
  density: "weight by its density",
  default: "weight by convention",
  unresolved: "not counted, as its weight is not known",
};
const SURE = 0.7; // a match less certain costs quality

function Origin({ source }: { source: Source }) {
  const { fdcId, description, confidence, rule, evidence } = source;
  if (fdcId === null) return <p className="text-caption text-warn">Not counted: USDA knows no food by this name.</p>;
  const notes = [
    evidence !== "stated" && EVIDENCE[evidence],
    rule && `part of it is eaten (${rule})`,
    confidence < SURE && "not sure it is meant",
  ].filter(Boolean);
  return (
    <p className="text-caption text-soft">
      <a
        href={`https://fdc.nal.usda.gov/food-details/${fdcId}/nutrients`}
        target="_blank"
        rel="noreferrer"
        className="underline hover:text-ink"
      >
        {description}
        <span className="sr-only"> (USDA, in a new tab)</span>
      </a>
      {notes.map((note) => ` · ${note}`)}
    </p>
  );
}

const COUNTED = new Set(["cup", "clove", "slice", "pinch"]);
const PLURALS: Record<string, string> = { pinch: "pinches" };

export function amountOf({ amount, unit }: Ingredient): string {
  const number = amount.toLocaleString("en-GB", { maximumFractionDigits: 2 });
  if (unit === "piece") return number;
  return `${number} ${amount > 1 && COUNTED.has(unit) ? (PLURALS[unit] ?? `${unit}s`) : unit}`;
}

function weight({ grams }: { grams: number | null }): string {
  if (grams === null) return "weight not known";
  return grams > 0 && grams < 1 ? "under 1 g" : `${Math.round(grams).toLocaleString("en-GB")} g`;
}
