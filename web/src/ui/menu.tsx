/** A button with a few things to choose from below it: the browser's own popover closes it and gives the focus back. */

import { type ComponentProps, type KeyboardEvent, type ReactNode, useId } from "react";
import { classes } from "./classes";

interface Props {
  label: string;
  trigger: (open: { popoverTarget: string }) => ReactNode;
  children: ReactNode;
}

export function Menu({ label, trigger, children }: Props) {
  const id = useId();
  return (
    <>
      {trigger({ popoverTarget: id })}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields */}
      <div
        id={id}
        popover="auto"
        role="group"
        aria-label={label}
        className="menu w-60 rounded-card border border-line bg-raised p-2 text-ink shadow-lg"
        onClick={(event) => event.currentTarget.hidePopover()}
        onKeyDown={toNext}
      >
        {children}
      </div>
    </>
  );
}

export function MenuItem({ className, ...rest }: ComponentProps<"button">) {
  const look = "flex w-full items-center gap-3 rounded-control px-3 py-2 text-left hover:bg-sunken";
  return <button type="button" {...rest} className={classes(look, className)} />;
}

/** The arrows go from one item to the next, as they do in any menu. */
function toNext(event: KeyboardEvent<HTMLDivElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll("button")];
  const here = items.indexOf(document.activeElement as HTMLButtonElement);
  items.at((here + step + items.length) % items.length)?.focus();
}
