/** What changes something on the server, one function for each; every page that reads it is told. */

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { post } from "./client";
import type { BatchStarted, Edits, Recipe, RetryWhat, Review } from "./types";

export const start = (request: object, key: string) =>
  post<BatchStarted>("/api/admin/generate-bmad", request, { "Idempotency-Key": key });

export function useActions() {
  const client = useQueryClient();
  return useMemo(() => actionsWith(client), [client]);
}

function actionsWith(client: QueryClient) {
  const told = async (...keys: string[]) => {
    await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
  return {
    cancel: (batchId: string) => post(`/api/admin/batches/${batchId}/cancel`).then(() => told("batch", "batches")),
    retry: (batchId: string, what: RetryWhat) =>
      post(`/api/admin/batches/${batchId}/retry`, { what }).then(() => told("batch", "batches", "errors", "costs")),
    photographAgain: ({ batchId, id }: Recipe) =>
      post(`/api/admin/batches/${batchId}/recipes/${id}/image`).then(() => told("batch", "batches", "recipes")),
    approve: (recipeIds: string[], approved: boolean) =>
      post("/api/admin/recipes/approval", { recipeIds, approved }).then(() => told("recipes", "found")),
    accept: ({ batchId, position }: Review, edits: Edits) =>
      post(`/api/admin/batches/${batchId}/reviews/${position}/accept`, edits).then(() => told("reviews", "found")),
    reject: ({ batchId, position }: Review) =>
      post(`/api/admin/batches/${batchId}/reviews/${position}/reject`).then(() => told("reviews")),
  };
}
