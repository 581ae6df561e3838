/** A batch's recipes as a file: JSON with everything, or CSV with a line a recipe. */

import { recipesOf } from "../api/queries";
import type { Allergens, Recipe } from "../api/types";

const COLUMNS: [name: string, of: (recipe: Recipe) => string | number | boolean | null][] = [
  ["position", (recipe) => recipe.batchPosition + 1],
  ["id", (recipe) => recipe.id],
  ["name", (recipe) => recipe.name],
  ["meals", (recipe) => recipe.mealTypes.join("; ")],
  ["diets", (recipe) => recipe.dietaryTags.join("; ")],
  ["servings", (recipe) => recipe.servings],
  ["preparation_min", (recipe) => recipe.prepTimeMinutes],
  ["cooking_min", (recipe) => recipe.cookTimeMinutes],
  ["kcal", (recipe) => recipe.nutrition.caloriesKcal],
  ["protein_g", (recipe) => recipe.nutrition.proteinGrams],
  ["carbohydrate_g", (recipe) => recipe.nutrition.carbsGrams],
  ["fat_g", (recipe) => recipe.nutrition.fatGrams],
  ["eu_allergens", (recipe) => allergens(recipe, ({ eu }) => eu.contains)],
  ["eu_may_contain", (recipe) => allergens(recipe, ({ eu }) => eu.mayContain)],
  ["us_allergens", (recipe) => allergens(recipe, ({ us }) => us.contains)],
  ["us_may_contain", (recipe) => allergens(recipe, ({ us }) => us.mayContain)],
  ["allergens_not_assessed", (recipe) => allergens(recipe, ({ unassessed }) => unassessed)],
  ["quality", (recipe) => recipe.qualityScore],
  ["approved", (recipe) => recipe.isApproved],
  ["picture", (recipe) => (recipe.imageIsPlaceholder ? null : recipe.imageUrl)],
  ["cost_usd", (recipe) => recipe.costUsd],
];

/** An empty cell would say that there are none. */
function allergens(recipe: Recipe, names: (found: Allergens) => string[]): string {
  return recipe.allergens ? names(recipe.allergens).join("; ") : "not assessed";
}

export function csvOf(recipes: Recipe[]): string {
  const lines = recipes.map((recipe) => COLUMNS.map(([, of]) => cell(of(recipe))));
  return [COLUMNS.map(([name]) => name), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

/** Quoted where it must be; text that a spreadsheet would run as a formula is made text. */
function cell(value: string | number | boolean | null): string {
  if (value === null) return "";
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export async function exportBatch(batchId: string, kind: "json" | "csv") {
  const recipes = await recipesOf(batchId);
  const text = kind === "json" ? JSON.stringify({ batchId, recipes }, null, 2) : csvOf(recipes);
  const type = kind === "json" ? "application/json" : "text/csv;charset=utf-8";
  save(new Blob([text], { type }), `brigade-${batchId}.${kind}`);
}

function save(file: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
