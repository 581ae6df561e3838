/** What can be done with a batch: cancel it, retry what it lacks, ask for the like again, take it elsewhere. */

import { lazy, Suspense, useState } from "react";
import { useLocation } from "wouter";
import { useActions } from "../api/actions";
import type { BatchDetail } from "../api/types";
import { useShortcut } from "../shell/shortcuts";
import { Button } from "../ui/button";
import { classes } from "../ui/classes";
import { Icon } from "../ui/icon";
import { Menu, MenuItem } from "../ui/menu";
import { retryable } from "./retrying";

/** What became of a button's work: below it, where it moves nothing. */
const UNDER = "absolute top-full left-0 text-caption whitespace-nowrap sm:right-0 sm:left-auto";

const RetryDialog = lazy(() => import("./retry-dialog"));

export function Actions({ batch }: { batch: BatchDetail }) {
  const [retrying, setRetrying] = useState(false);
  const missing = retryable(batch);
  const may = batch.ended && missing.recipes + missing.images > 0;
  useShortcut("r", may ? () => setRetrying(true) : undefined);
  return (
    <>
      {!batch.ended && <Cancel batch={batch} />}
      {may && (
        <Button look="primary" onClick={() => setRetrying(true)}>
          <Icon name="redo" className="size-4" /> Retry
        </Button>
      )}
      {batch.ended && <Again batch={batch} />}
      <Export batch={batch} />
      {retrying && (
        <Suspense>
          <RetryDialog batch={batch} onClose={() => setRetrying(false)} />
        </Suspense>
      )}
    </>
  );
}

function Cancel({ batch }: { batch: BatchDetail }) {
  const actions = useActions();
  const [state, setState] = useState<"ready" | "asking" | "failed">("ready");
  const cancelled = batch.cancelledAt != null;
  const cancel = async () => {
    setState("asking");
    try {
      await actions.cancel(batch.batchId);
    } catch {
      setState("failed");
    }
  };
  return (
    <div className="relative">
      <Button look="danger" busy={cancelled || state === "asking"} onClick={cancel}>
        {cancelled ? "Cancelling …" : "Cancel"}
      </Button>
      <p role="status" className={classes(UNDER, "text-soft")}>
        {cancelled && "What is saved stays."}
        {state === "failed" && !cancelled && "That did not work. Try again."}
      </p>
    </div>
  );
}

function Again({ batch }: { batch: BatchDetail }) {
  const [, go] = useLocation();
  return (
    <Button onClick={() => go("/new", { state: { request: batch.request } })}>
      <Icon name="copy" className="size-4" /> Ask again
    </Button>
  );
}

function Export({ batch }: { batch: BatchDetail }) {
  const [failed, setFailed] = useState(false);
  if (batch.progress.recipesCompleted === 0) return null;
  const save = async (kind: "json" | "csv") => {
    setFailed(false);
    try {
      const { exportBatch } = await import("./export");
      await exportBatch(batch.batchId, kind);
    } catch {
      setFailed(true);
    }
  };
  return (
    <div className="relative">
      <Menu
        label="Export"
        trigger={(open) => (
          <Button {...open}>
            <Icon name="download" className="size-4" /> Export
          </Button>
        )}
      >
        <MenuItem onClick={() => void save("json")}>JSON, everything</MenuItem>
        <MenuItem onClick={() => void save("csv")}>CSV, a line a recipe</MenuItem>
      </Menu>
      <p role="status" className={classes(UNDER, "text-bad")}>
        {failed && "The export did not work. Try again."}
      </p>
    </div>
  );
}
