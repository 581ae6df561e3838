/** Bars over names: a small chart that is a table as well, so that everybody reads the same figures. */

import { useId } from "react";

export interface Figure {
  name: string;
  value: number;
  /** A second, higher mark on the same bar, such as p95 above p50. */
  mark?: number;
}

interface Props {
  title: string;
  figures: Figure[];
  format: (value: number) => string;
  /** What value and mark are. */
  legend: [value: string, mark?: string];
}

export function Bars({ title, figures, format, legend }: Props) {
  const id = useId();
  const highest = Math.max(...figures.map(({ value, mark }) => Math.max(value, mark ?? 0)), Number.EPSILON);
  const percent = (value: number) => `${(100 * value) / highest}%`;
  return (
    <section
      aria-labelledby={id}
      className="min-w-0 rounded-card border border-line bg-raised p-4 sm:p-6 lg:last:odd:col-span-2"
    >
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-2">
        <h2 id={id} className="text-lead">
          {title}
        </h2>
        <p aria-hidden="true" className="text-caption text-soft">
          {legend.filter(Boolean).join(", line: ")}
        </p>
      </div>
      <table aria-labelledby={id} className="w-full text-caption">
        <thead className="sr-only">
          <tr>
            <th scope="col">Name</th>
            {legend.map((each) => each && <th key={each}>{each}</th>)}
          </tr>
        </thead>
        <tbody>
          {figures.map(({ name, value, mark }) => (
            <tr key={name}>
              <th
                scope="row"
                className="w-px min-w-20 py-1 pr-3 text-left font-normal text-soft sm:min-w-0 sm:whitespace-nowrap"
              >
                {name}
              </th>
              <td className="py-1">
                <span className="flex items-center gap-3">
                  <span aria-hidden="true" className="relative h-4 flex-1">
                    <span
                      className="absolute inset-y-0 left-0 min-w-px rounded-r-sm bg-accent"
                      style={{ width: percent(value) }}
                    />
                    {mark !== undefined && (
                      <span className="absolute -inset-y-1 w-0.5 bg-ink" style={{ left: percent(mark) }} />
                    )}
                  </span>
                  <span className="min-w-12 text-right font-medium tabular-nums">{format(value)}</span>
                </span>
              </td>
              {legend[1] && (
                <td className="w-px py-1 pl-3 text-right whitespace-nowrap text-soft tabular-nums">
                  {mark === undefined ? "–" : format(mark)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
