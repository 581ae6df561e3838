/** A short text to quote elsewhere, such as a correlation id, and a button that copies it. */

import { useState } from "react";
import { Icon } from "./icon";

export function CopyText({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <p className="flex flex-wrap items-center gap-2 text-caption text-soft">
      {label} <code className="break-all text-ink">{text}</code>
      <button
        type="button"
        onClick={copy}
        className="inline-flex items-center gap-1 rounded-control p-1 hover:bg-sunken"
        aria-label={`Copy ${label.toLowerCase()}`}
      >
        <Icon name={copied ? "check" : "copy"} className="size-4" />
      </button>
      <span role="status" className="sr-only">
        {copied && "Copied"}
      </span>
    </p>
  );
}
