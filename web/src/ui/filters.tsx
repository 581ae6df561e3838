/** One of a few, as a row of chips with counts. */

import { ToggleGroup } from "radix-ui";
import { plain, sentence } from "../words";
import { CHIP } from "./choices";

interface Props<T extends string> {
  label: string;
  /** `words`: where the name is not what a person is told. */
  options: { name: T; words?: string; count?: number }[];
  value: T;
  onChange: (value: T) => void;
}

export function Filters<T extends string>({ label, options, value, onChange }: Props<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next && onChange(next as T)}
      className="flex flex-wrap gap-2"
    >
      {options.map(({ name, words, count }) => (
        <ToggleGroup.Item key={name} value={name} className={CHIP}>
          {words ?? sentence(plain(name))}
          {count !== undefined && <span className="ml-2 tabular-nums">{count}</span>}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
