import { expect, it } from "vitest";
import { projectedCost } from "../src/batch/cost-meter";
import { csvOf } from "../src/batch/export";
import { byDay, byScore } from "../src/charts/figures";
import { estimateOf, LIST_PRICES, overnight, pricesOf } from "../src/form/estimate-of";
import { altOf } from "../src/recipe/alt";
import { dollars, duration, requestLimits, requestTitle, timeRange } from "../src/words";
import { aBatch, aRecipe, aRequest, aSnapshot, someCosts } from "./factories";

it("says a request as one would say it", () => {
  const request = aRequest({ count: 12, mealTypes: ["lunch"], dietaryRestrictions: ["vegan"], mainIngredient: "tofu" });
  expect(requestTitle(request)).toBe("12 vegan lunches with tofu");
  expect(requestTitle(aRequest({ count: 1 }))).toBe("1 recipe");
  expect(requestLimits(aRequest({ maxCalories: 600, minProtein: 30, budgetUsd: 2 }))).toEqual([
    "at most 600 kcal",
    "30 g protein or more",
    "cap $2.00",
  ]);
});

it("shows small amounts of money as more than nothing", () => {
  expect(dollars(1.429)).toBe("$1.43");
  expect(dollars(0.0132)).toBe("$0.0132");
  expect(dollars(0)).toBe("$0.00");
});

it("gives times as people do", () => {
  expect(duration(12_000)).toBe("12 s");
  expect(duration(80 * 60_000)).toBe("1 h 20 min");
  expect(timeRange(20_000, 40_000)).toBe("20–40 s");
  expect(timeRange(40_000, 180_000)).toBe("40 s – 3 min");
});

it("writes CSV that no spreadsheet runs or misreads", () => {
  const [, line] = csvOf([aRecipe({ name: '=cmd, "quoted"' })]).split("\r\n");
  expect(line).toContain(`"'=cmd, ""quoted"""`);
  expect(line).toContain(",not assessed,");
});

it("adds up what a day brought, the oldest first, and sorts scores into bins", () => {
  const figures = [
    ["2026-11-21", 2],
    ["2026-11-20T23:59:00Z", 4],
    ["2026-11-21T12:00:00Z", 1],
  ] as const;
  expect(byDay([...figures])).toEqual([
    { name: "20 Nov", value: 4 },
    { name: "21 Nov", value: 3 },
  ]);
  const bins = byScore([100, 95, 90, 12]);
  expect(bins.map(({ value }) => value)).toEqual([1, 0, 0, 0, 2, 1]);
});

it("reckons with list prices until enough was paid to know better", () => {
  const paid = { recipes: 20, images: 4, textsUsd: 0.04, imagesUsd: 9 };
  expect(pricesOf(undefined)).toEqual(LIST_PRICES);
  expect(pricesOf(someCosts(paid))).toEqual({ text: 0.002, image: LIST_PRICES.image });
  expect(estimateOf(10, false, LIST_PRICES).textUsd).toBeCloseTo(0.006);
  expect(estimateOf(10, false, LIST_PRICES).imagesUsd).toBe(0);
});

it("says of a photograph what is on it", () => {
  const ingredients = ["lentils", "carrot", "cumin", "salt"].map((name) => ({ ...aRecipe().ingredients[0]!, name }));
  const words = "Lentil Cakes: a photograph of the dish, with lentils, carrot and cumin";
  expect(altOf(aRecipe({ ingredients }))).toBe(words);
});

it("projects what is still to be paid, and never beyond the cap", () => {
  const progress = aSnapshot({ totalRecipes: 10, recipesCompleted: 10, imagesGenerated: 5, costUsd: 0.08 });
  expect(projectedCost(aBatch({ progress }))).toBeCloseTo(0.08 + 5 * 0.011);
  const capped = aRequest({ budgetUsd: 0.1 });
  expect(projectedCost(aBatch({ progress, request: capped }))).toBe(0.1);
});

it("overnight costs half and may take a day", () => {
  const byDay = estimateOf(100, true, LIST_PRICES);
  const byNight = overnight(byDay);
  expect(byNight.textUsd + byNight.imagesUsd).toBeCloseTo((byDay.textUsd + byDay.imagesUsd) / 2);
  expect(timeRange(byNight.low, byNight.high)).toContain("24 h");
});
