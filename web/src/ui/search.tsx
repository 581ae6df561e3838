/** A search field, which "/" leads to, and a picker of one among many. */

import { type RefObject, useId } from "react";
import { sentence } from "../words";
import { Icon } from "./icon";

interface SearchProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  field?: RefObject<HTMLInputElement | null>;
}

export function SearchField({ label, value, onChange, field }: SearchProps) {
  return (
    <div className="relative w-full sm:w-60">
      <Icon name="search" className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-soft" />
      <input
        ref={field}
        data-search
        type="search"
        aria-label={label}
        placeholder="Search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-10 w-full rounded-control border border-edge bg-raised pr-3 pl-9 placeholder:text-soft"
      />
    </div>
  );
}

interface PickerProps {
  label: string;
  options: readonly string[];
  value: string;
  onChange: (value: string) => void;
}

export function Picker({ label, options, value, onChange }: PickerProps) {
  const id = useId();
  return (
    <div className="flex-1 sm:flex-none">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-10 w-full rounded-control border border-edge bg-raised px-3"
      >
        <option value="">Any {label.toLowerCase()}</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {sentence(option)}
          </option>
        ))}
      </select>
    </div>
  );
}
