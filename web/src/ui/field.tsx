/** A labelled field: its hint and its error are read out with it. */

import { type ComponentProps, type ReactNode, useId } from "react";
import { classes } from "./classes";

const BOX =
  "w-full min-h-10 rounded-control border bg-raised px-3 py-2 text-ink placeholder:text-soft disabled:bg-sunken disabled:text-soft";

interface Frame {
  label: string;
  hint?: ReactNode;
  error?: string;
  unit?: string;
}

type InputProps = Frame & Omit<ComponentProps<"input">, "id">;

export function Field({ label, hint, error, unit, className, ...input }: InputProps) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <div className="relative">
        <input {...input} {...described(id, hint, error)} className={classes(BOX, edge(error), unit && "pr-12")} />
        {unit && (
          <span className="pointer-events-none absolute inset-y-0 right-3 grid place-items-center text-caption text-soft">
            {unit}
          </span>
        )}
      </div>
      <Under id={id} hint={hint} error={error} />
    </div>
  );
}

export function TextArea({ label, hint, error, unit: _, className, ...input }: Frame & ComponentProps<"textarea">) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <textarea {...input} {...described(id, hint, error)} className={classes(BOX, edge(error), "block")} />
      <Under id={id} hint={hint} error={error} />
    </div>
  );
}

export function Select({ label, hint, error, unit: _, className, ...input }: Frame & ComponentProps<"select">) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <select {...input} {...described(id, hint, error)} className={classes(BOX, edge(error))} />
      <Under id={id} hint={hint} error={error} />
    </div>
  );
}

export function Under({ id, hint, error }: { id: string; hint?: ReactNode; error?: string }) {
  return (
    <>
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-caption text-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-caption font-medium text-bad">
          {error}
        </p>
      )}
    </>
  );
}

const edge = (error?: string) => (error ? "border-bad" : "border-edge");

export function described(id: string, hint?: ReactNode, error?: string) {
  const parts = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return { id, "aria-invalid": error ? true : undefined, "aria-describedby": parts || undefined };
}
