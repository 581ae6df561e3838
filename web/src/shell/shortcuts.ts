/** Single keys that do something; the page that came last has the first say. Never while somebody types. */

import { useEffect, useRef } from "react";

type Act = () => void;
const acts = new Map<string, { current: Act }[]>();

export function useShortcut(key: string, act: Act | undefined) {
  const latest = useRef<Act>(() => {});
  useEffect(() => {
    latest.current = act ?? (() => {});
  });
  const active = act !== undefined;
  useEffect(() => {
    if (!active) return;
    const known = acts.get(key) ?? [];
    acts.set(key, [...known, latest]);
    return () => {
      acts.set(
        key,
        (acts.get(key) ?? []).filter((each) => each !== latest),
      );
    };
  }, [key, active]);
}

export function useShortcutKeys() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const act = acts.get(event.key)?.at(-1);
      if (!act) return;
      event.preventDefault();
      act.current();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector("dialog[open]")) return true;
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
