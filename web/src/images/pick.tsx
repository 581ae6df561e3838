/** One of a few, under a label, as chips; each may have a drawing and a word beside it. */

import { ToggleGroup } from "radix-ui";
import { type ReactNode, useId } from "react";
import { CHIP } from "../ui/choices";
import { classes } from "../ui/classes";

interface Props<T extends string> {
  label: string;
  options: readonly T[];
  value: T;
  onChange: (value: T) => void;
  children: (option: T) => ReactNode;
  className?: string;
}

export function Pick<T extends string>({ label, options, value, onChange, children, className }: Props<T>) {
  const id = useId();
  return (
    <div>
      <p id={id} className="mb-2 font-medium">
        {label}
      </p>
      <ToggleGroup.Root
        type="single"
        value={value}
        onValueChange={(next) => next && onChange(next as T)}
        aria-labelledby={id}
        className="flex flex-wrap gap-2"
      >
        {options.map((option) => (
          <ToggleGroup.Item key={option} value={option} className={classes(CHIP, className ?? "px-3")}>
            {children(option)}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    </div>
  );
}

const LONG = 16;

/** The outline of a picture of this ratio. */
export function Shape({ ratio }: { ratio: string }) {
  const [across, down] = ratio.split(":").map(Number) as [number, number];
  const scale = LONG / Math.max(across, down);
  const [width, height] = [across * scale, down * scale];
  return (
    <svg
      viewBox="-1 -1 18 18"
      className="size-4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <rect x={(LONG - width) / 2} y={(LONG - height) / 2} width={width} height={height} rx="1.5" />
    </svg>
  );
}
