/** The request as a form holds it, checked field by field; what only the API can know, the API checks. */

import type { Resolver } from "react-hook-form";
import * as z from "zod";
import { type BatchRequest, DIETS, GOALS, MEAL_TYPES } from "../api/types";

z.config({ jitless: true }); // the page's policy forbids code made from text

const MOST_RECIPES = 100;

/** A number as it is typed; an empty field is null. */
function number({ least = 0, most, whole = true }: { least?: number; most: number; whole?: boolean }) {
  return z
    .string()
    .trim()
    .transform((text, context) => {
      if (text === "") return null;
      const value = Number(text.replace(",", "."));
      if (Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value)))
        return value;
      context.addIssue({ code: "custom", message: `Give a ${whole ? "whole " : ""}number from ${least} to ${most}.` });
      return z.NEVER;
    });
}

const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `At most ${most} characters.`)
    .transform((text) => text || null);

const kcal = number({ least: 1, most: 10_000 });
const grams = number({ most: 999, whole: false });

export const schema = z
  .object({
    count: number({ least: 1, most: MOST_RECIPES }).refine((count) => count !== null, "How many recipes?"),
    mealTypes: z.array(z.enum(MEAL_TYPES)),
    dietaryRestrictions: z.array(z.enum(DIETS)),
    mainIngredient: words(100),
    fitnessGoal: z.union([z.enum(GOALS), z.literal("").transform(() => null)]),
    naturalLanguagePrompt: words(2000),
    maxPrepTime: number({ least: 1, most: 1440 }),
    targetCalories: kcal,
    maxCalories: kcal,
    minProtein: grams,
    maxProtein: grams,
    minCarbs: grams,
    maxCarbs: grams,
    minFat: grams,
    maxFat: grams,
    enableImageGeneration: z.boolean(),
    enableS3Upload: z.boolean(),
    enableNutritionValidation: z.boolean(),
    overnight: z.boolean(),
    budgetUsd: number({ least: 0.01, most: 10_000, whole: false }),
    seed: number({ most: 2 ** 31 - 1 }),
  })
  .superRefine(
    (form, context) => {
      for (const nutrient of ["Protein", "Carbs", "Fat"] as const) {
        const [low, high] = [form[`min${nutrient}`], form[`max${nutrient}`]];
        if (low !== null && high !== null && low > high)
          context.addIssue({
            code: "custom",
            path: [`max${nutrient}`],
            message: `Below the least, which is ${low} g.`,
          });
      }
      if (form.targetCalories !== null && form.maxCalories !== null && form.targetCalories > form.maxCalories)
        context.addIssue({ code: "custom", path: ["maxCalories"], message: "Below the energy to aim for." });
    },
    { when: () => true }, // whatever else is wrong: every mistake is shown at once
  );

export type FormValues = z.input<typeof schema>;
export type Checked = z.output<typeof schema>;

/** What the form asks at every change: the checked request, or the first mistake of each field. */
export const checked: Resolver<FormValues, unknown, Checked> = (values) => {
  const result = schema.safeParse(values);
  if (result.success) return { values: result.data, errors: {} };
  const mistakes = result.error.issues.map(({ path, message }) => [path[0], { type: "custom", message }] as const);
  return { values: {}, errors: Object.fromEntries(mistakes.reverse()) };
};

export const EMPTY: FormValues = {
  count: "10",
  mealTypes: [],
  dietaryRestrictions: [],
  mainIngredient: "",
  fitnessGoal: "",
  naturalLanguagePrompt: "",
  maxPrepTime: "",
  targetCalories: "",
  maxCalories: "",
  minProtein: "",
  maxProtein: "",
  minCarbs: "",
  maxCarbs: "",
  minFat: "",
  maxFat: "",
  enableImageGeneration: true,
  enableS3Upload: true,
  enableNutritionValidation: true,
  overnight: false,
  budgetUsd: "",
  seed: "",
};

/** What is sent: a field left empty is not mentioned. */
export function requestOf(form: Checked): Partial<BatchRequest> {
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== null));
}

/** An earlier request, to be asked for again with changes. */
export function valuesOf(request: Partial<BatchRequest>): FormValues {
  const known = Object.entries(request).filter(([name, value]) => name in EMPTY && value !== null);
  const typed = known.map(([name, value]) => [name, typeof value === "number" ? String(value) : value]);
  return { ...EMPTY, ...Object.fromEntries(typed), seed: "" };
}
