/** Columns over names: a small chart that is also a table for who cannot see it. */

import { useId } from "react";

export interface Column {
  name: string;
  value: number;
  /** A second, higher mark on the same column, such as p95 above p50. */
  mark?: number;
}

interface Props {
  title: string;
  columns: Column[];
  format: (value: number) => string;
  /** What value and mark are. */
  legend: [value: string, mark?: string];
}

const WIDTH = 480;
const HEIGHT = 180;
const FLOOR = 150;
const ROOM = 130; // for the highest column

export function Columns({ title, columns, format, legend }: Props) {
  const id = useId();
  const highest = Math.max(...columns.map(({ value, mark }) => Math.max(value, mark ?? 0)), Number.EPSILON);
  const step = WIDTH / Math.max(columns.length, 4);
  const width = Math.min(step * 0.6, 48);
  const high = (value: number) => (value / highest) * ROOM;
  return (
    <figure className="relative overflow-hidden rounded-card border border-line bg-raised p-4">
      <figcaption id={id} className="mb-3 flex flex-wrap items-baseline justify-between gap-2">
        <span className="serif text-lead">{title}</span>
        <span className="text-caption text-soft">{legend.filter(Boolean).join(", line: ")}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full" aria-hidden="true">
        <path d={`M0 ${FLOOR}.5H${WIDTH}`} className="stroke-line" />
        {columns.map(({ name, value, mark }, index) => {
          const middle = step * (index + 0.5);
          return (
            <g key={name}>
              <rect
                x={middle - width / 2}
                y={FLOOR - high(value)}
                width={width}
                height={high(value)}
                rx="3"
                className="fill-accent"
              />
              {mark !== undefined && (
                <path
                  d={`M${middle - width / 2 - 4} ${FLOOR - high(mark)}h${width + 8}`}
                  className="stroke-ink"
                  strokeWidth="2"
                />
              )}
              <text
                x={middle}
                y={FLOOR - high(Math.max(value, mark ?? 0)) - 6}
                textAnchor="middle"
                className="fill-ink"
                fontSize="12"
              >
                {format(mark ?? value)}
              </text>
              <text x={middle} y={FLOOR + 18} textAnchor="middle" className="fill-soft" fontSize="12">
                {name}
              </text>
            </g>
          );
        })}
      </svg>
      <Figures id={id} columns={columns} format={format} legend={legend} />
    </figure>
  );
}

function Figures({ id, columns, format, legend }: Omit<Props, "title"> & { id: string }) {
  return (
    <table className="sr-only" aria-labelledby={id}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          {legend.map(
            (each) =>
              each && (
                <th key={each} scope="col">
                  {each}
                </th>
              ),
          )}
        </tr>
      </thead>
      <tbody>
        {columns.map(({ name, value, mark }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{format(value)}</td>
            {legend[1] && <td>{mark === undefined ? "–" : format(mark)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
