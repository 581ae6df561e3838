/** The recipes of the newest batches, all together, the newest batch first. */

import { useQueries } from "@tanstack/react-query";
import { recipesOf, useBatches } from "../api/queries";
import type { Recipe } from "../api/types";

const BATCHES_READ = 10;

export function useRecentRecipes() {
  const batches = useBatches();
  const newest = (batches.data ?? []).filter((batch) => batch.progress.recipesCompleted > 0).slice(0, BATCHES_READ);
  const recipes = useQueries({
    queries: newest.map(({ batchId }) => ({
      queryKey: ["recipes", batchId, "all"],
      queryFn: () => recipesOf(batchId),
    })),
    combine: (results) => ({
      found: results.flatMap(({ data }) => data ?? []) as Recipe[],
      reading: results.some(({ isPending }) => isPending),
      error: results.find(({ error }) => error)?.error ?? null,
    }),
  });
  return {
    recipes: recipes.found,
    failed: (batches.data ?? []).filter((batch) => batch.progress.failed > 0),
    error: batches.error ?? recipes.error,
    reading: batches.isPending || recipes.reading,
    retry: () => void batches.refetch(),
  };
}
