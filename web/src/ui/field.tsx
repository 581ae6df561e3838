/** A labelled field: its hint and its error are read out with it. */

import { type ComponentProps, type ReactNode, useId } from "react";
import { classes } from "./classes";

const BOX =
  "w-full min-h-11 rounded-control border bg-raised px-3 py-2 text-ink placeholder:text-soft disabled:bg-sunken disabled:text-soft";

interface Frame {
  label: string;
  hint?: ReactNode;
  error?: string;
}

type Of<T extends "input" | "textarea" | "select"> = Frame & Omit<ComponentProps<T>, "id">;

export function Field({ label, hint, error, className, unit, ...rest }: Of<"input"> & { unit?: string }) {
  return (
    <Framed {...{ label, hint, error, className }}>
      {(box) => (
        <div className="relative">
          <input {...rest} {...box} className={classes(box.className, unit && "pr-12")} />
          {unit && (
            <span className="pointer-events-none absolute inset-y-0 right-3 grid place-items-center text-caption text-soft">
              {unit}
            </span>
          )}
        </div>
      )}
    </Framed>
  );
}

export function TextArea({ label, hint, error, className, ...rest }: Of<"textarea">) {
  return (
    <Framed {...{ label, hint, error, className }}>
      {(box) => <textarea {...rest} {...box} className={classes(box.className, "block")} />}
    </Framed>
  );
}

export function Select({ label, hint, error, className, ...rest }: Of<"select">) {
  return <Framed {...{ label, hint, error, className }}>{(box) => <select {...rest} {...box} />}</Framed>;
}

interface FramedProps extends Frame {
  className?: string;
  children: (box: ReturnType<typeof described> & { className: string }) => ReactNode;
}

/** The label above the box, hint and error below it. */
function Framed({ label, hint, error, className, children }: FramedProps) {
  const id = useId();
  const look = classes(BOX, error ? "border-bad" : "border-edge");
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      {children({ ...described(id, hint, error), className: look })}
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

export function described(id: string, hint?: ReactNode, error?: string) {
  const parts = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return { id, "aria-invalid": error ? true : undefined, "aria-describedby": parts || undefined };
}
