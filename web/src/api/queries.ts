/** What several pages read, each under one key. */

import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { get } from "./client";
import type {
  BatchLine,
  Costs,
  Failures,
  Metrics,
  Recipe,
  RecipeList,
  RecipePage,
  RetryPreview,
  RetryWhat,
  Review,
} from "./types";

export const BATCHES_AT_FIRST = 50;
export const BATCHES_AT_MOST = 100; // that the API lists
const WHILE_RUNNING = 5_000;

/** The newest so many. */
export function useBatches(most = BATCHES_AT_FIRST) {
  return useQuery({
    queryKey: ["batches", most],
    queryFn: async () => (await get<{ batches: BatchLine[] }>(`/api/admin/batches?limit=${most}`)).batches,
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => (state.data?.some((batch) => !batch.ended) ? WHILE_RUNNING : false),
  });
}

/** The recipes of a batch as they are stored; all of them, or the first few. */
export function useRecipes(batchId: string, most?: number, enabled = true) {
  const queryKey = ["recipes", batchId, most ?? "all"];
  return useQuery({ queryKey, queryFn: () => recipesOf(batchId, most), enabled });
}

export async function recipesOf(batchId: string, most?: number): Promise<Recipe[]> {
  const found: Recipe[] = [];
  let after: number | null = -1;
  while (after !== null && (most === undefined || found.length < most)) {
    const path: string = `/api/admin/batches/${batchId}/recipes?after=${after}&limit=${most ?? 200}`;
    const page: RecipePage = await get(path);
    found.push(...page.recipes);
    after = page.nextAfter;
  }
  return found;
}

export function useMetrics() {
  return useQuery({ queryKey: ["metrics"], queryFn: () => get<Metrics>("/api/admin/bmad-metrics") });
}

/** The last thirty days, of the newest hundred batches: their ledgers are read one by one, so not too often. */
export function useCosts(enabled = true) {
  return useQuery({ queryKey: ["costs"], queryFn: () => get<Costs>("/api/admin/cost"), enabled, staleTime: 60_000 });
}

/** What went wrong in a batch, of which so much is known; asked again whenever more has. */
const errorsOf = (batchId: string, known: number) => ({
  queryKey: ["errors", batchId, known],
  queryFn: () => get<Failures>(`/api/admin/batches/${batchId}/errors`),
});

export function useErrors(batchId: string, known: number) {
  return useQuery({ ...errorsOf(batchId, known), enabled: known > 0, placeholderData: (before) => before });
}

/** The same of several batches, in their order. */
export function useFailures(batches: BatchLine[]) {
  return useQueries({ queries: batches.map(({ batchId, progress }) => errorsOf(batchId, progress.failed)) });
}

export function useRetryPreview(batchId: string, what: RetryWhat) {
  return useQuery({
    queryKey: ["retry", batchId, what],
    queryFn: () => get<RetryPreview>(`/api/admin/batches/${batchId}/retry?what=${what}`),
    staleTime: 0,
  });
}

const PAGE = 24;

/** Recipes of all batches, the newest first, a page at a time; an empty condition is none. */
export function useFound(conditions: Record<string, string>) {
  const set = Object.entries(conditions).filter(([, value]) => value !== "");
  return useInfiniteQuery({
    queryKey: ["found", Object.fromEntries(set)],
    queryFn: ({ pageParam }) => {
      const after = pageParam ? [["after", pageParam]] : [];
      const query = new URLSearchParams([...set, ["limit", String(PAGE)], ...after]);
      return get<RecipeList>(`/api/admin/recipes?${query}`);
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextAfter,
    placeholderData: (before) => before,
  });
}

export function useReviews() {
  return useQuery({
    queryKey: ["reviews"],
    queryFn: async () => (await get<{ reviews: Review[] }>("/api/admin/reviews?limit=100")).reviews,
  });
}
