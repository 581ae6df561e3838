/** Buttons, and links that look like them. */

import type { ComponentProps } from "react";
import { Link } from "wouter";
import { classes } from "./classes";

export type Look = "primary" | "quiet" | "bare" | "danger";

const LOOKS: Record<Look, string> = {
  primary: "px-4 bg-accent text-on-accent hover:opacity-90",
  quiet: "px-4 border border-line bg-raised text-ink hover:border-edge",
  bare: "px-2 text-soft hover:bg-sunken hover:text-ink",
  danger: "px-4 border border-bad/40 bg-raised text-bad hover:bg-bad-wash",
};

const shape = (look: Look, className?: string) =>
  classes(
    "inline-flex min-h-10 items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap",
    "transition-[background-color,border-color,opacity] disabled:opacity-60",
    LOOKS[look],
    className,
  );

export function Button({ look = "quiet", className, busy, ...rest }: ComponentProps<"button"> & Looks) {
  return (
    <button
      type="button"
      aria-disabled={busy || undefined}
      {...rest}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
      className={shape(look, classes(busy && "opacity-70", className))}
    />
  );
}

interface Looks {
  look?: Look;
  /** At work already: it stays where the keyboard is, and does nothing. */
  busy?: boolean;
}

export function ButtonLink({
  look = "quiet",
  className,
  ...rest
}: ComponentProps<"a"> & { look?: Look; href: string }) {
  return <Link {...rest} className={shape(look, className)} />;
}
