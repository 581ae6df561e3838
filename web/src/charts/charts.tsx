/** The charts of the insights page: latency and success of each agent, recipes and cost of each day, quality. */

import { useQueries } from "@tanstack/react-query";
import { recipesOf } from "../api/queries";
import type { BatchLine, Metrics } from "../api/types";
import { dollars, sentence } from "../words";
import { Columns } from "./columns";
import { byDay, byScore } from "./figures";

const BATCHES_SCORED = 10;

export default function Charts({ metrics, batches }: { metrics: Metrics; batches: BatchLine[] }) {
  const called = Object.entries(metrics.agents).filter(([, agent]) => agent.calls > 0);
  const scores = useScores(batches);
  const seconds = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Columns
        title="Recipes saved a day"
        columns={byDay(batches, (batch) => batch.progress.recipesCompleted)}
        format={String}
        legend={["recipes"]}
      />
      <Columns
        title="Cost a day"
        columns={byDay(batches, (batch) => batch.progress.costUsd)}
        format={dollars}
        legend={["US dollars"]}
      />
      {called.length > 0 && (
        <>
          <Columns
            title="How long an agent takes"
            columns={called.map(([name, { p50Ms, p95Ms }]) => ({
              name: sentence(name),
              value: p50Ms ?? 0,
              mark: p95Ms ?? undefined,
            }))}
            format={seconds}
            legend={["half are faster", "95 % are faster"]}
          />
          <Columns
            title="How often an agent succeeds"
            columns={called.map(([name, { calls, successes }]) => ({
              name: sentence(name),
              value: (100 * successes) / calls,
            }))}
            format={(share) => `${share.toFixed(share === 100 ? 0 : 1)} %`}
            legend={["share of calls"]}
          />
        </>
      )}
      {scores.length > 0 && (
        <Columns
          title="Quality of recipes"
          columns={byScore(scores)}
          format={String}
          legend={["recipes with this score"]}
        />
      )}
    </div>
  );
}

function useScores(batches: BatchLine[]): number[] {
  const newest = batches.filter((batch) => batch.ended && batch.progress.recipesCompleted > 0).slice(0, BATCHES_SCORED);
  return useQueries({
    queries: newest.map(({ batchId }) => ({
      queryKey: ["recipes", batchId, "all"],
      queryFn: () => recipesOf(batchId),
    })),
    combine: (results) => results.flatMap(({ data }) => data?.map((recipe) => recipe.qualityScore) ?? []),
  });
}
