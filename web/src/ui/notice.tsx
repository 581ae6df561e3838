/** What to say where there is nothing to show: empty, loading or failed, each with a next step. */

import type { ReactNode } from "react";
import { ApiError } from "../api/client";
import { Button } from "./button";
import { CopyText } from "./copy";
import { Icon, type IconName } from "./icon";

interface Props {
  icon?: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function Notice({ icon = "gallery", title, children, action }: Props) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-16 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-sunken text-soft">
        <Icon name={icon} className="size-6" />
      </span>
      <p className="serif text-title">{title}</p>
      {children && <div className="text-soft">{children}</div>}
      {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

/** An error in plain words, what to do about it, and what to quote when asking for help. */
export function Failure({ error, title, onRetry }: { error: Error; title: string; onRetry?: () => void }) {
  const known = error instanceof ApiError ? error : undefined;
  return (
    <div role="alert">
      <Notice
        icon="warning"
        title={title}
        action={
          onRetry && (
            <Button look="primary" onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        <p>{error.message}</p>
        {known?.nextStep && <p>{known.nextStep}</p>}
        {known?.correlationId && <CopyText label="Correlation id" text={known.correlationId} />}
      </Notice>
    </div>
  );
}

/** A calm stand-in of the right size while something is read; announced once. */
export function Loading({ what }: { what: string }) {
  return (
    <div role="status" className="py-16 text-center text-soft">
      Reading {what} …
    </div>
  );
}
