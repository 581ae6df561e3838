/** How busy the house is, and the way to give up one's own places in the queue. */

import { useState } from "react";
import type { Generation } from "../api/types";
import { Button } from "../ui/button";
import { Problem } from "../ui/problem";
import { isOpen } from "./live";
import { useImageActions, useQueue } from "./queries";
import { queueWords } from "./words";

export function QueueLine({ generations }: { generations: Generation[] }) {
  const { data: queue } = useQueue(generations.some(isOpen));
  const waiting = generations.filter(({ status }) => status === "pending").length;
  const { cancelAll } = useImageActions();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Error>();
  const giveUp = async () => {
    setBusy(true);
    setRefused(undefined);
    await cancelAll("pending").catch(setRefused);
    setBusy(false);
  };
  return (
    <div className="mt-4 space-y-3">
      <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4">
        <p className="text-caption text-soft">{queue && !queue.paused && queueWords(queue)}</p>
        {waiting > 1 && (
          <Button look="bare" busy={busy} onClick={giveUp}>
            Cancel all that wait
          </Button>
        )}
      </div>
      {queue?.paused && (
        <p role="status" className="rounded-control bg-warn-wash px-4 py-3 text-warn">
          {queue.paused}
        </p>
      )}
      <Problem error={refused} />
    </div>
  );
}
