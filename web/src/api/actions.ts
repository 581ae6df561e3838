/** What changes something on the server, one function for each; every page that reads it is told. */

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { patch, post } from "./client";
import type { BatchStarted, Recipe, RetryWhat } from "./types";

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
      post(`/api/admin/batches/${batchId}/retry`, { what }).then(() => told("batch", "batches", "errors")),
    photographAgain: ({ batchId, id }: Recipe) =>
      post(`/api/admin/batches/${batchId}/recipes/${id}/image`).then(() => told("batch", "batches", "recipes")),
    approve: (recipeId: string, isApproved: boolean) =>
      patch(`/api/admin/recipes/${recipeId}`, { isApproved }).then(() => told("recipes", "review")),
  };
}
