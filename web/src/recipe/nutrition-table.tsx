/** Nutrition per serving: what we stand for beside what the writer claimed. */

import type { Nutrition, Recipe } from "../api/types";
import { classes } from "../ui/classes";

const LINES: [name: keyof Nutrition, words: string, unit: string, part?: boolean][] = [
  ["calories_kcal", "Energy", "kcal"],
  ["protein_grams", "Protein", "g"],
  ["carbs_grams", "Carbohydrate", "g"],
  ["fibre_grams", "of which fibre", "g", true],
  ["sugar_grams", "of which sugar", "g", true],
  ["fat_grams", "Fat", "g"],
  ["sodium_mg", "Sodium", "mg"],
  ["alcohol_grams", "Alcohol", "g"],
];
const NOTABLE = 0.05; // of the claim: less is rounding

export function NutritionTable({ recipe }: { recipe: Recipe }) {
  const { nutrition, claimedNutrition: claimed, nutritionChanges: changes } = recipe;
  const lines = LINES.filter(([name]) => name !== "alcohol_grams" || nutrition[name] > 0);
  return (
    <section aria-labelledby="nutrition" className="rounded-card border border-line bg-raised p-4">
      <h2 id="nutrition" className="text-lead">
        Nutrition, per serving
      </h2>
      <table className="mt-2 w-full tabular-nums">
        <thead className="text-caption text-soft">
          <tr>
            <th scope="col" className="text-left font-normal">
              <span className="sr-only">Nutrient</span>
            </th>
            <th scope="col" className="text-right font-normal">
              Checked
            </th>
            <th scope="col" className="text-right font-normal">
              Claimed
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(([name, words, unit, part]) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className={classes("py-1 text-left font-normal", part && "pl-3 text-caption text-soft")}>
                {words}
              </th>
              <td className="py-1 text-right font-medium">{amount(nutrition[name], unit)}</td>
              <td
                className={classes(
                  "py-1 text-right",
                  differs(nutrition[name], claimed[name]) ? "text-warn" : "text-soft",
                )}
              >
                {amount(claimed[name], unit)}
                {differs(nutrition[name], claimed[name]) && <span className="sr-only">, differs</span>}
              </td>
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

const amount = (value: number, unit: string) => `${Math.round(value).toLocaleString("en-GB")} ${unit}`;

const differs = (ours: number, theirs: number) =>
  Math.round(ours) !== Math.round(theirs) && Math.abs(ours - theirs) > NOTABLE * Math.max(theirs, 1);
