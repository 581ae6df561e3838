import { describe, expect, it } from "vitest";
import { isStalled, shareDone, withProgress } from "../src/live/progress";
import { aBatch, aProgressEvent, aUnit } from "./factories";

const SECOND = 1_000;

describe("how far a batch has come", () => {
  it("is nothing before anything is planned and everything when all have ended", () => {
    expect(shareDone([], 4, true)).toBe(0);
    const ends = (["done", "placeholder", "failed", "cancelled"] as const).map((stage) => aUnit({ stage }));
    expect(shareDone(ends, 4, true)).toBe(1);
  });

  it("rises with every stage", () => {
    const stages = ["planned", "writing", "written", "checked", "saved", "imaging", "done"] as const;
    const shares = stages.map((stage) => shareDone([aUnit({ stage })], 1, true));
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(new Set(shares).size).toBe(stages.length);
  });

  it("counts a saved recipe as done where no pictures are made", () => {
    expect(shareDone([aUnit({ stage: "saved" })], 1, false)).toBe(1);
  });
});

describe("a stall", () => {
  it("is seen once nothing was told for as long as the batch allows", () => {
    expect(isStalled(30 * SECOND, 100 * SECOND, 129 * SECOND)).toBe(false);
    expect(isStalled(30 * SECOND, 100 * SECOND, 130 * SECOND)).toBe(true);
    expect(isStalled(0, 100 * SECOND, 100 * SECOND)).toBe(true);
  });

  it("is never seen where the batch has ended or is not planned", () => {
    expect(isStalled(null, 0, 600 * SECOND)).toBe(false);
  });
});

describe("an event", () => {
  it("changes the recipes it mentions and leaves the others", () => {
    const before = aBatch({ recipes: [aUnit({ position: 0 }), aUnit({ position: 1, stage: "done" })] });
    const after = withProgress(before, aProgressEvent([aUnit({ position: 0, stage: "saved" })], { costUsd: 0.5 }));
    expect(after.recipes.map((unit) => unit.stage)).toEqual(["saved", "done"]);
    expect(after.progress.costUsd).toBe(0.5);
    expect(after.progress).not.toHaveProperty("recipes");
  });
});
