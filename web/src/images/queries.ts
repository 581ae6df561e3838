/** What the page of pictures reads, and what changes it. */

import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { get, post, put, remove } from "../api/client";
import type {
  AspectRatio,
  CancelScope,
  CleanupReport,
  Credits,
  Generation,
  GenerationPage,
  GenerationRequest,
  GenerationsStarted,
  Granted,
  ImageStats,
  Picture,
  PictureEdit,
  Queue,
  ReferenceKept,
} from "../api/types";

const PAGE = 12;
const WHILE_WAITING = 5_000;

export type Pages = InfiniteData<GenerationPage, string>;
const GENERATIONS = ["generations"];
const CREDITS = ["credits"];
const QUEUE = ["queue"];
const STATS = ["image-stats"];

/** The balance, and what a picture of this shape costs with this model. */
export function useCredits(model: string, aspectRatio: AspectRatio) {
  const query = new URLSearchParams({ ...(model && { model }), aspectRatio });
  return useQuery({
    queryKey: [...CREDITS, model, aspectRatio],
    queryFn: () => get<Credits>(`/api/generation/credits?${query}`),
    placeholderData: (before) => before,
  });
}

export function useQueue(waiting: boolean) {
  return useQuery({
    queryKey: QUEUE,
    queryFn: () => get<Queue>("/api/generation/queue"),
    refetchInterval: waiting ? WHILE_WAITING : false,
  });
}

/** The own generations, newest first; `every`: how often they are read again, in milliseconds. */
export function useGenerations(text: string, status: string, every: (found: Generation[]) => number | false) {
  const conditions = Object.entries({ text, status }).filter(([, value]) => value !== "");
  return useInfiniteQuery({
    queryKey: [...GENERATIONS, text, status],
    queryFn: ({ pageParam }) => {
      const after = pageParam ? [["after", pageParam]] : [];
      const query = new URLSearchParams([...conditions, ["limit", String(PAGE)], ...after]);
      return get<GenerationPage>(`/api/generation/history?${query}`);
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => every(state.data?.pages.flatMap((page) => page.generations) ?? []),
  });
}

/** The pages with this generation as it is now. */
export function withGeneration(pages: Pages | undefined, now: Generation): Pages | undefined {
  const changed = (page: GenerationPage) => ({
    ...page,
    generations: page.generations.map((each) => (each.id === now.id ? newer(each, now) : each)),
  });
  return pages && { ...pages, pages: pages.pages.map(changed) };
}

/** What a stream tells may be older than what was read meanwhile. */
function newer(known: Generation, told: Generation): Generation {
  if (told.run !== known.run) return told.run > known.run ? told : known;
  return told.endedAt || (!known.endedAt && told.progress >= known.progress) ? told : known;
}

/** Of thirty days. */
export function useImageStats() {
  return useQuery({ queryKey: STATS, queryFn: () => get<ImageStats>("/api/images/stats"), staleTime: 30_000 });
}

export const cleanUp = (dryRun: boolean) => post<CleanupReport>("/api/images/cleanup", { dryRun });

export const keepPhoto = (source: string) => post<ReferenceKept>("/api/images/references", { source });

export function useImageActions() {
  const client = useQueryClient();
  return useMemo(() => actionsWith(client), [client]);
}

function actionsWith(client: QueryClient) {
  const told = (...keys: string[][]) => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
  const show = (now: Generation) => {
    client.setQueriesData<Pages>({ queryKey: GENERATIONS }, (pages) => withGeneration(pages, now));
  };
  const changed = () => told(GENERATIONS, CREDITS, QUEUE);
  return {
    show,
    changed,
    generate: (request: Partial<GenerationRequest>, key: string) =>
      post<GenerationsStarted>("/api/images/generate", request, { "Idempotency-Key": key }).finally(changed),
    cancel: (id: string) => post<Generation>(`/api/generation/${id}/cancel`).finally(changed),
    cancelAll: (scope: CancelScope) => post("/api/generation/cancel", { scope }).finally(changed),
    retry: (id: string) => post<GenerationsStarted>(`/api/generation/${id}/retry`).finally(changed),
    edit: (id: string, edit: Partial<PictureEdit>) =>
      put<Picture>(`/api/images/${id}`, edit).finally(() => told(GENERATIONS)),
    grant: (order: { email: string; amount: number; reason: string }, key: string) =>
      post<Granted>("/api/admin/credits/grant", order, { "Idempotency-Key": key }).finally(() => told(STATS, CREDITS)),
    discard: (id: string) => remove<Picture>(`/api/images/${id}`).finally(() => told(GENERATIONS)),
  };
}
