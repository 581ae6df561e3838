/** One batch as it stands now: read once, then told by the stream, or polled where the stream is blocked. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiError, get } from "../api/client";
import type { BatchDetail, CompleteEvent, FailedEvent, ProgressEvent } from "../api/types";
import { withProgress } from "./progress";
import { follow, type Link } from "./stream";

export const POLL = 2_000;

export const batchKey = (batchId: string) => ["batch", batchId] as const;
export const readBatch = (batchId: string) => get<BatchDetail>(`/api/admin/batches/${batchId}`);

export function useBatch(batchId: string) {
  const client = useQueryClient();
  const [link, setLink] = useState<Link>("connecting");
  const query = useQuery({
    queryKey: batchKey(batchId),
    queryFn: () => readBatch(batchId),
    refetchInterval: link === "polling" ? POLL : false,
    retry: (failures, error) => failures < 3 && !(error instanceof ApiError && error.status < 500 && error.status > 0),
  });
  const known = query.data !== undefined;
  const ended = query.data?.ended === true;

  useEffect(() => {
    if (!known || ended) return;
    return follow<ProgressEvent, CompleteEvent | FailedEvent>(`/api/admin/bmad-progress-stream/${batchId}`, {
      onLink: setLink,
      onProgress: (event) => {
        client.setQueryData<BatchDetail>(batchKey(batchId), (batch) => batch && withProgress(batch, event));
      },
      onEnd: () => {
        void client.invalidateQueries({ queryKey: batchKey(batchId) });
        void client.invalidateQueries({ queryKey: ["batches"] });
        void client.invalidateQueries({ queryKey: ["recipes"] });
        void client.invalidateQueries({ queryKey: ["costs"] });
      },
    });
  }, [batchId, known, ended, client]);

  return {
    batch: query.data,
    error: query.error,
    retry: query.refetch,
    link: ended ? ("ended" as const) : link,
    readAt: query.dataUpdatedAt,
  };
}
