/** Numbers, times and requests in words, the same everywhere. */

import type { BatchRequest, Phase, Stage } from "./api/types";

const LOCALE = "en-GB";
const MINUTE = 60_000;

// Made once: a format costs more to make than to use, and every event of a batch uses some.
const NUMBER = new Intl.NumberFormat(LOCALE);
const CENTS = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const FINE = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 4, maximumFractionDigits: 4 });

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${NUMBER.format(count)} ${count === 1 ? one : many}`;
}

/** $1.43; $0.0132 where cents would say nothing. */
export function dollars(amount: number): string {
  return `$${(amount !== 0 && Math.abs(amount) < 0.1 ? FINE : CENTS).format(amount)}`;
}

/** 8 s, 3 min, 1 h 20 min. */
export function duration(ms: number): string {
  if (ms < 90_000) return `${Math.max(1, Math.round(ms / 1000))} s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}

/** 20–40 s, 2–4 min: a unit once, where both ends have the same. */
export function timeRange(low: number, high: number): string {
  const [from, to] = [duration(low), duration(high)];
  if (from === to) return `about ${to}`;
  const [number, unit] = from.split(" ");
  return unit === to.split(" ")[1] && !to.includes("h") ? `${number}–${to}` : `${from} – ${to}`;
}

export function moment(iso: string): string {
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  const day: Intl.DateTimeFormatOptions = today ? {} : { day: "numeric", month: "short" };
  const words = date.toLocaleString(LOCALE, { ...day, hour: "2-digit", minute: "2-digit" });
  return today ? `today, ${words}` : words;
}

export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
export const plain = (word: string) => word.replaceAll("_", " ");

/** "12 vegan, keto dinners": what was asked for, as one would say it. */
export function requestTitle(request: BatchRequest): string {
  const { count, mealTypes, dietaryRestrictions, mainIngredient } = request;
  const meal = mealTypes.length === 1 ? mealTypes[0]! : "recipe";
  const diets = dietaryRestrictions.join(", ");
  const title = `${count} ${diets ? `${diets} ` : ""}${pluralOf(meal, count)}`;
  return mainIngredient ? `${title} with ${mainIngredient}` : title;
}

function pluralOf(meal: string, count: number): string {
  if (count === 1) return meal;
  return meal.endsWith("ch") ? `${meal}es` : `${meal}s`;
}

/** The rest of the request: its limits, in a few words each. */
export function requestLimits(request: BatchRequest): string[] {
  const limits: string[] = [];
  if (request.mealTypes.length > 1) limits.push(request.mealTypes.join(", "));
  if (request.fitnessGoal) limits.push(plain(request.fitnessGoal));
  if (request.targetCalories) limits.push(`about ${request.targetCalories} kcal`);
  if (request.maxCalories) limits.push(`at most ${request.maxCalories} kcal`);
  limits.push(...range("protein", request.minProtein, request.maxProtein));
  limits.push(...range("carbohydrate", request.minCarbs, request.maxCarbs));
  limits.push(...range("fat", request.minFat, request.maxFat));
  if (request.maxPrepTime) limits.push(`ready in ${request.maxPrepTime} min`);
  if (!request.enableImageGeneration) limits.push("no pictures");
  if (request.budgetUsd) limits.push(`cap ${dollars(request.budgetUsd)}`);
  return limits;
}

function range(what: string, low: number | null, high: number | null): string[] {
  if (low !== null && high !== null) return [`${low}–${high} g ${what}`];
  if (low !== null) return [`${low} g ${what} or more`];
  return high !== null ? [`${high} g ${what} or less`] : [];
}

export const PHASES: Record<Phase, string> = {
  planning: "Planning the dishes",
  generating: "Writing recipes",
  validating: "Checking recipes",
  saving: "Saving recipes",
  imaging: "Photographing",
  complete: "Finished",
  error: "Failed",
  cancelled: "Cancelled",
};

export const STAGES: Record<Stage, string> = {
  planned: "Waiting",
  writing: "Being written",
  written: "Being checked",
  checked: "Being saved",
  saved: "Waiting for its picture",
  imaging: "Being photographed",
  done: "Done",
  placeholder: "Without a picture",
  failed: "Failed",
  cancelled: "Cancelled",
};
