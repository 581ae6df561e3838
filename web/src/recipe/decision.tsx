/** Whether a recipe may go out: approve it, or take the approval back. */

import { useState } from "react";
import { useActions } from "../api/actions";
import type { Recipe } from "../api/types";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Problem } from "../ui/problem";

export function Decision({ recipe }: { recipe: Recipe }) {
  const { approve } = useActions();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const decide = async () => {
    setBusy(true);
    setError(undefined);
    await approve([recipe.id], !recipe.isApproved).catch(setError);
    setBusy(false);
  };
  return (
    <section aria-label="Review" className="space-y-3 rounded-card border border-line bg-raised p-4">
      <div className="flex items-center justify-between gap-4">
        <Badge tone={recipe.isApproved ? "good" : "plain"}>{recipe.isApproved ? "Approved" : "Not reviewed"}</Badge>
        <Button look={recipe.isApproved ? "quiet" : "primary"} busy={busy} onClick={decide}>
          {recipe.isApproved ? "Take back" : "Approve"}
        </Button>
      </div>
      <Problem error={error} />
    </section>
  );
}
