/** A page: its title, which takes the focus after a move, what can be done on it, and what it shows. */

import { type ReactNode, useEffect, useRef } from "react";

let first = true;

interface Props {
  title: string;
  /** Above the title: where this belongs. */
  above?: ReactNode;
  /** Below the title: one line about it. */
  below?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, above, below, actions, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!first) heading.current?.focus();
    first = false;
  }, []);
  useEffect(() => {
    document.title = `${title} – Brigade`;
  }, [title]);

  return (
    <main id="main" className="mx-auto w-full max-w-6xl px-4 pt-6 pb-24 sm:px-6 sm:pt-8 md:pb-16">
      {above && <div className="mb-2 text-caption text-soft">{above}</div>}
      <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0 max-w-3xl">
          <h1 ref={heading} tabIndex={-1} className="text-display">
            {title}
          </h1>
          {below && <div className="mt-2 text-soft">{below}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </main>
  );
}
