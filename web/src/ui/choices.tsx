/** Several of a few, as chips that can be pressed; and one thing that is on or off. */

import { Switch as RadixSwitch, ToggleGroup } from "radix-ui";
import { type ReactNode, useId } from "react";
import { sentence } from "../words";
import { described, Under } from "./field";

interface ChoicesProps<T extends string> {
  label: string;
  options: readonly T[];
  value: T[];
  onChange: (value: T[]) => void;
  hint?: ReactNode;
  error?: string;
}

export const CHIP =
  "min-h-9 rounded-full border border-edge/60 bg-raised px-4 text-caption font-medium text-ink transition-colors " +
  "hover:border-edge data-[state=on]:border-accent data-[state=on]:bg-accent data-[state=on]:text-on-accent";

export function Choices<T extends string>({ label, options, value, onChange, hint, error }: ChoicesProps<T>) {
  const id = useId();
  return (
    <div>
      <p id={`${id}-label`} className="mb-2 font-medium">
        {label}
      </p>
      <ToggleGroup.Root
        type="multiple"
        value={value}
        onValueChange={(chosen) => onChange(chosen as T[])}
        aria-labelledby={`${id}-label`}
        {...{ ...described(id, hint, error), "aria-invalid": undefined }}
        className="flex flex-wrap gap-2"
      >
        {options.map((option) => (
          <ToggleGroup.Item key={option} value={option} className={CHIP}>
            {sentence(option)}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      <Under id={id} hint={hint} error={error} />
    </div>
  );
}

interface SwitchProps {
  label: string;
  hint: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Switch({ label, hint, checked, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-caption text-soft">
          {hint}
        </p>
      </div>
      <RadixSwitch.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        aria-describedby={`${id}-hint`}
        className="mt-1 h-6 w-11 shrink-0 rounded-full border border-edge bg-sunken transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixSwitch.Thumb className="block size-4 translate-x-1 rounded-full bg-edge transition-transform data-[state=checked]:translate-x-6 data-[state=checked]:bg-on-accent" />
      </RadixSwitch.Root>
    </div>
  );
}
