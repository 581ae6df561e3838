/** A value once it has rested: what somebody types is asked for when they pause. */

import { useEffect, useState } from "react";

const PAUSE = 300;

export function useLater<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
