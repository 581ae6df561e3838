/** What the keyboard does. */

import { Dialog } from "../ui/dialog";

const KEYS = [
  ["n", "A new batch; on Pictures, a new prompt"],
  ["/", "Search"],
  ["r", "Retry what failed, on a batch; elsewhere, read the page again"],
  ["?", "This help"],
  ["Esc", "Close what is open"],
] as const;

export default function KeyboardHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-3">
        {KEYS.map(([key, does]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-block min-w-8 rounded-control border border-edge bg-sunken px-2 py-1 text-center font-sans text-caption">
                {key}
              </kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
