/** Light, dark, or as the system has it; `public/theme.js` applies the choice before the first paint. */

import { useState } from "react";
import { recall, remember } from "./memory";

const KEY = "brigade.theme";
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => stored());
  const choose = (next: Theme) => {
    setTheme(next);
    remember(KEY, next === "system" ? null : next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  };
  return [theme, choose];
}

function stored(): Theme {
  const value = recall(KEY);
  return THEMES.find((theme) => theme === value) ?? "system";
}
