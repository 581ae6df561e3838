/** What was refused, beside what was tried: in plain words, what to do, and what to quote. */

import { useEffect, useRef } from "react";
import { ApiError } from "../api/client";
import { sentence } from "../words";
import { CopyText } from "./copy";

interface Props {
  error: Error | null | undefined;
  /** Other words than the error's own. */
  words?: string;
  /** It takes the focus: a form is long, and this may be far from the button. */
  focus?: boolean;
}

export function Problem({ error, words, focus }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error && focus) box.current?.focus();
  }, [error, focus]);
  if (!error) return null;
  const known = error instanceof ApiError ? error : undefined;
  return (
    <div ref={box} role="alert" tabIndex={-1} className="rounded-control bg-bad-wash px-4 py-3 text-bad">
      <p>{words ?? sentence(error.message)}</p>
      {!words && known?.nextStep && <p>{known.nextStep}</p>}
      {known?.correlationId && <CopyText label="Correlation id" text={known.correlationId} />}
    </div>
  );
}
