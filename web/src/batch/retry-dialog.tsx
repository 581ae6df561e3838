/** Before a retry: what will run, what it will cost and take, and why it may not begin. */

import { useState } from "react";
import { useActions } from "../api/actions";
import { useRetryPreview } from "../api/queries";
import type { BatchDetail, RetryPreview, RetryWhat } from "../api/types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Filters } from "../ui/filters";
import { Problem } from "../ui/problem";
import { dollars, duration, plural } from "../words";
import { retryable } from "./retrying";

export default function RetryDialog({ batch, onClose }: { batch: BatchDetail; onClose: () => void }) {
  const missing = retryable(batch);
  const actions = useActions();
  const [what, setWhat] = useState<RetryWhat>(missing.recipes ? "failed" : "images");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Error>();
  const { data: preview, error } = useRetryPreview(batch.batchId, what);

  const start = async () => {
    setBusy(true);
    try {
      await actions.retry(batch.batchId, what);
      onClose();
    } catch (reason) {
      setRefused(reason as Error);
      setBusy(false);
    }
  };

  return (
    <Dialog title="Retry" onClose={onClose}>
      {missing.recipes > 0 && missing.images > 0 && (
        <div className="mb-4">
          <Filters
            label="What to retry"
            options={[
              { name: "failed", count: missing.recipes },
              { name: "images", count: missing.images },
            ]}
            value={what}
            onChange={setWhat}
          />
        </div>
      )}
      {preview ? (
        <Preview preview={preview} total={batch.progress.totalRecipes} />
      ) : (
        !error && <p role="status">Looking …</p>
      )}
      {preview?.whyNot && <p className="mt-4 text-warn">{preview.whyNot}</p>}
      <Problem error={refused ?? error} />
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onClose}>Not now</Button>
        <Button look="primary" busy={busy} disabled={!preview || preview.whyNot !== null} onClick={start}>
          {busy ? "Starting …" : "Retry"}
        </Button>
      </div>
    </Dialog>
  );
}

const NAMED = 5;

function Preview({ preview, total }: { preview: RetryPreview; total: number }) {
  const { recipes, texts, images, estimatedCostUsd, estimatedSeconds, budgetLeftUsd } = preview;
  const names = recipes.slice(0, NAMED).map((unit) => unit.name ?? `recipe ${unit.position + 1}`);
  if (recipes.length > NAMED) names.push(`${recipes.length - NAMED} more`);
  const lines = [
    ["Written again", texts ? plural(texts, "recipe") : "nothing"],
    ["Photographed", images ? plural(images, "recipe") : "nothing"],
    ["Left as it is", plural(total - recipes.length, "recipe")],
    ["At most about", `${dollars(estimatedCostUsd)}, ${duration(estimatedSeconds * 1000)}`],
  ];
  if (budgetLeftUsd !== null) lines.push(["Left of the cap", dollars(budgetLeftUsd)]);
  return (
    <>
      <p className="mb-4 text-soft">{names.join(", ")}</p>
      <dl className="space-y-2">
        {lines.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4 border-b border-line pb-2">
            <dt className="text-soft">{name}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
