/** Nutrition per serving: computed from the ingredients, beside what the writer claimed. */

import type { Nutrition, Recipe } from "../api/types";
import { classes } from "../ui/classes";

const SHY = "\u00ad"; // where a word may break on a small phone
const LINES: [name: keyof Nutrition, words: string, unit: string, part?: boolean][] = [
  ["caloriesKcal", "Energy", "kcal"],
  ["proteinGrams", "Protein", "g"],
  ["carbsGrams", `Carbo${SHY}hydrate`, "g"],
  ["fibreGrams", "fibre", "g", true],
  ["sugarGrams", "sugar", "g", true],
  ["fatGrams", "Fat", "g"],
  ["saturatedFatGrams", "saturated", "g", true],
  ["sodiumMg", "Sodium", "mg"],
  ["alcoholGrams", "Alcohol", "g"],
];
const NOTABLE = 0.05; // of the claim: less is rounding

export function NutritionTable({ recipe }: { recipe: Recipe }) {
  const { nutrition, claimedNutrition: claimed, nutritionChanges: changes } = recipe;
  const computed = recipe.ingredientSources.length > 0;
  const lines = LINES.filter(([name]) => name !== "alcoholGrams" || nutrition[name] + claimed[name] > 0);
  return (
    <section aria-labelledby="nutrition" className="rounded-card border border-line bg-raised p-4">
      <h2 id="nutrition" className="text-lead">
        Nutrition, per serving
      </h2>
      {!computed && <p className="mt-1 text-caption text-warn">Not computed: the claim is taken as it is.</p>}
      <table className="mt-2 w-full tabular-nums">
        <thead className="text-caption text-soft">
          <tr>
            <th scope="col" className="text-left font-normal">
              <span className="sr-only">Nutrient</span>
            </th>
            {[computed ? "Computed" : "Taken", "Claimed", `Differ${SHY}ence`].map((words) => (
              <th key={words} scope="col" className="pl-2 text-right font-normal">
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(([name, words, unit, part]) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className={classes("py-1 text-left font-normal", part && "pl-3 text-caption text-soft")}>
                {words} <span className="text-caption text-soft">{unit}</span>
              </th>
              <Amounts ours={nutrition[name]} theirs={claimed[name]} />
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length > 0 && (
        <ul className="mt-3 space-y-1 border-t border-line pt-3 text-caption text-soft">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Amount = number | null;

function Amounts({ ours, theirs }: { ours: Amount; theirs: Amount }) {
  return (
    <>
      <td className="py-1 pl-2 text-right font-medium">{inWords(ours)}</td>
      <td className="py-1 pl-2 text-right text-soft">{inWords(theirs)}</td>
      <td className={classes("py-1 pl-2 text-right", differs(ours, theirs) ? "text-warn" : "text-soft")}>
        {difference(ours, theirs)}
      </td>
    </>
  );
}

const inWords = (value: Amount) =>
  value === null ? <span className="text-caption font-normal text-soft">unknown</span> : rounded(value);

const rounded = (value: number) => Math.round(value).toLocaleString("en-GB");

/** By how much the claim is too high or too low, of the figures as they are shown. */
function difference(ours: Amount, theirs: Amount): string {
  if (ours === null || theirs === null) return "";
  const by = Math.round(theirs) - Math.round(ours);
  return by === 0 ? "0" : `${by > 0 ? "+" : "−"}${rounded(Math.abs(by))}`;
}

const differs = (ours: Amount, theirs: Amount) =>
  ours !== null &&
  theirs !== null &&
  Math.round(ours) !== Math.round(theirs) &&
  Math.abs(ours - theirs) > NOTABLE * Math.max(theirs, 1);
