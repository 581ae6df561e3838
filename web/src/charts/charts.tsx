/** The charts of the insights page: latency and success of each agent, recipes and cost of each day, quality. */

import { useQueries } from "@tanstack/react-query";
import { recipesOf } from "../api/queries";
import type { BatchLine, Costs, Metrics } from "../api/types";
import { dollars, sentence } from "../words";
import { Bars } from "./bars";
import { byDay, byScore } from "./figures";

const BATCHES_SCORED = 10;

interface Props {
  metrics: Metrics;
  costs: Costs;
  batches: BatchLine[];
}

export default function Charts({ metrics, costs, batches }: Props) {
  const called = Object.entries(metrics.agents).filter(([, agent]) => agent.calls > 0);
  const scores = useScores(batches);
  const seconds = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Bars
        title="Recipes saved a day"
        figures={byDay(costs.batches.map(({ createdAt, recipes }) => [createdAt, recipes]))}
        format={String}
        legend={["recipes"]}
      />
      <Bars
        title="Cost a day"
        figures={byDay(costs.days.map(({ day, settledUsd }) => [day, settledUsd]))}
        format={dollars}
        legend={["US dollars"]}
      />
      {called.length > 0 && (
        <>
          <Bars
            title="How long an agent takes"
            figures={called.map(([name, { p50Ms, p95Ms }]) => ({
              name: sentence(name),
              value: p50Ms ?? 0,
              mark: p95Ms ?? undefined,
            }))}
            format={seconds}
            legend={["half are faster", "95 % are faster"]}
          />
          <Bars
            title="How often an agent succeeds"
            figures={called.map(([name, { calls, successes }]) => ({
              name: sentence(name),
              value: (100 * successes) / calls,
            }))}
            format={(share) => `${share.toFixed(share === 100 ? 0 : 1)} %`}
            legend={["share of calls"]}
          />
        </>
      )}
      {scores.length > 0 && (
        <Bars
          title="Quality of recipes"
          figures={byScore(scores)}
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
