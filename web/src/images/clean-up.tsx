/** What is kept without a record: looked for first, then removed by a second click. */

import { useState } from "react";
import type { CleanupReport } from "../api/types";
import { Section } from "../form/section";
import { Button } from "../ui/button";
import { Problem } from "../ui/problem";
import { plural } from "../words";
import { cleanUp } from "./queries";

export function CleanUp() {
  const [report, setReport] = useState<CleanupReport>();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Error>();
  const run = async (dryRun: boolean) => {
    setBusy(true);
    setRefused(undefined);
    try {
      setReport(await cleanUp(dryRun));
    } catch (error) {
      setRefused(error as Error);
    } finally {
      setBusy(false);
    }
  };
  const removable = report?.dryRun === true && report.objectsWithoutPicture > 0;
  return (
    <Section title="Clean up">
      <p className="text-caption text-soft">Finds stored pictures that nothing refers to. Looking removes nothing.</p>
      <div role="status">{report && <Report report={report} />}</div>
      <Problem error={refused} />
      <div className="flex flex-wrap gap-2">
        <Button busy={busy} onClick={() => void run(true)}>
          {busy ? "Looking …" : "Look"}
        </Button>
        {removable && (
          <Button look="danger" busy={busy} onClick={() => void run(false)}>
            Remove {plural(report.objectsWithoutPicture, "object")}
          </Button>
        )}
      </div>
    </Section>
  );
}

function Report({ report }: { report: CleanupReport }) {
  const { dryRun, complete, lookedAt, objectsWithoutPicture, bytes, removed, picturesWithoutObject } = report;
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  return (
    <ul className="space-y-1 text-caption">
      <li>
        {plural(lookedAt, "object")} looked at{!complete && "; there was no time for all of them"}.
      </li>
      <li>
        {dryRun
          ? `${plural(objectsWithoutPicture, "object")} that nothing refers to, ${size}.`
          : `${plural(removed, "object")} removed.`}
      </li>
      {picturesWithoutObject !== null && picturesWithoutObject > 0 && (
        <li className="text-bad">{plural(picturesWithoutObject, "picture")} whose object is gone.</li>
      )}
    </ul>
  );
}
