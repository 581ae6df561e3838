/** What this browser remembers between visits; nothing depends on it. */

export const LAST_BATCH = "brigade.batch";

/** Null where nothing is known, or storage is closed to us. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string | null) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is closed to us.
  }
}
