/** What screen readers hear: politely, the newest words only, and never more than once in two seconds. */

import { useEffect, useRef, useState } from "react";

export const PAUSE = 2_000;

export function Announcer({ words }: { words: string }) {
  const [said, setSaid] = useState("");
  const last = useRef(0);

  useEffect(() => {
    const wait = Math.max(0, last.current + PAUSE - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      setSaid(words);
    }, wait);
    return () => clearTimeout(timer);
  }, [words]);

  return (
    <p role="status" aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}
