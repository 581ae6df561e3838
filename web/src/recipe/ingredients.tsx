/** What goes in, by measure and by weight. */

import type { Ingredient, Recipe } from "../api/types";

export function Ingredients({ recipe }: { recipe: Recipe }) {
  return (
    <section aria-labelledby="ingredients">
      <h2 id="ingredients" className="mb-3 text-title">
        Ingredients
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {recipe.ingredients.map((ingredient, index) => (
          <li key={`${index}-${ingredient.name}`} className="flex flex-wrap items-baseline gap-x-4 py-2">
            <span className="w-24 shrink-0 text-soft tabular-nums">{amountOf(ingredient)}</span>
            <span className="min-w-0 flex-1 font-medium">{ingredient.name}</span>
            <span className="text-caption text-soft tabular-nums">{weight(ingredient)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const COUNTED = new Set(["cup", "clove", "slice", "pinch"]);
const PLURALS: Record<string, string> = { pinch: "pinches" };

function amountOf({ amount, unit }: Ingredient): string {
  const number = amount.toLocaleString("en-GB", { maximumFractionDigits: 2 });
  if (unit === "piece") return number;
  return `${number} ${amount > 1 && COUNTED.has(unit) ? (PLURALS[unit] ?? `${unit}s`) : unit}`;
}

function weight({ grams, unit }: Ingredient): string {
  if (grams === null) return "weight not known";
  return unit === "g" ? "" : `${Math.round(grams)} g`;
}
