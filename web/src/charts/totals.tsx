/** A few figures that matter most, side by side. */

import type { ReactNode } from "react";

interface Total {
  name: string;
  value: string;
  /** What it is held against, in a line below. */
  beside?: ReactNode;
}

export function Totals({ figures }: { figures: Total[] }) {
  return (
    <dl className="mb-8 grid grid-cols-2 gap-4 sm:grid-cols-4">
      {figures.map(({ name, value, beside }) => (
        <div key={name} className="rounded-card border border-line bg-raised p-4">
          <dt className="text-caption text-soft">{name}</dt>
          <dd className="serif text-title">
            {value}
            {beside && <span className="block font-sans text-caption text-soft">{beside}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
