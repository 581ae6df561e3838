/** Charts of pictures: how surely, how fast and for how much each provider makes them, and how they are liked. */

import type { ImageStats } from "../api/types";
import { FORMAT_NAMES } from "../images/words";
import { dollars } from "../words";
import { Bars } from "./bars";
import { byDay } from "./figures";

const seconds = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const MONTHS = 6;

const monthOf = (day: string) =>
  new Date(day).toLocaleDateString("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

export default function ImageCharts({ stats }: { stats: ImageStats }) {
  const { makers, days, months, ratings, storage, dayBudgetUsd, monthBudgetUsd } = stats;
  const named = makers.map((maker) => ({ ...maker, name: maker.model }));
  const makings = named.filter(({ made }) => made > 0);
  const failures = named.flatMap(({ name, failures }) =>
    Object.entries(failures).map(([kind, value]) => ({ name: `${name}: ${wordsOf(kind)}`, value })),
  );
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Bars
        title="How surely pictures are made"
        figures={named.map(({ name, successRate }) => ({ name, value: 100 * successRate }))}
        format={(share) => `${share.toFixed(share === 100 ? 0 : 1)} %`}
        legend={["share of askings"]}
      />
      <Bars
        title="How long a picture takes"
        figures={makings.map(({ name, meanMs, p95Ms }) => ({ name, value: meanMs ?? 0, mark: p95Ms ?? undefined }))}
        format={seconds}
        legend={["on average", "95 % are faster"]}
      />
      <Bars
        title="What a picture costs"
        figures={makings.map(({ name, meanCostUsd, p95CostUsd }) => ({
          name,
          value: meanCostUsd ?? 0,
          mark: p95CostUsd ?? undefined,
        }))}
        format={dollars}
        legend={["on average", "95 % cost less"]}
      />
      {failures.length > 0 && (
        <Bars title="What went wrong" figures={failures} format={String} legend={["askings that made none"]} />
      )}
      <Bars
        title="Spend a day"
        figures={byDay(days.map(({ day, costUsd }) => [day, costUsd])).map((each) => against(each, dayBudgetUsd))}
        format={dollars}
        legend={dayBudgetUsd === null ? ["US dollars"] : ["US dollars", "the budget"]}
      />
      <Bars
        title="Spend a month"
        figures={byMonth(months).map((each) => against(each, monthBudgetUsd))}
        format={dollars}
        legend={monthBudgetUsd === null ? ["US dollars"] : ["US dollars", "the budget"]}
      />
      {ratings.length > 0 && (
        <Bars
          title="How pictures are liked"
          figures={ratings.map(({ rating, pictures }) => ({ name: `${rating} of 5`, value: pictures }))}
          format={String}
          legend={["pictures with this rating"]}
        />
      )}
      <Bars
        title="What is kept"
        figures={storage.map(({ format, bytes }) => ({ name: nameOf(format), value: bytes }))}
        format={megabytes}
        legend={["whole pictures, by format"]}
      />
    </div>
  );
}

/** The last of them, the oldest first. */
function byMonth(months: ImageStats["months"]) {
  const shown = [...months].sort((one, other) => one.day.localeCompare(other.day)).slice(-MONTHS);
  return shown.map(({ day, costUsd }) => ({ name: monthOf(day), value: costUsd }));
}

const against = (figure: { name: string; value: number }, budget: number | null) =>
  budget === null ? figure : { ...figure, mark: budget };

const nameOf = (format: string | null) =>
  format === null ? "Older ones" : (FORMAT_NAMES[format as keyof typeof FORMAT_NAMES] ?? format);

/** ModelBusy: model busy. */
const wordsOf = (kind: string) =>
  kind
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replaceAll("_", " ")
    .trim();
