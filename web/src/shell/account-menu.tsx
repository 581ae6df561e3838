/** Who is signed in, the theme, the keyboard, and the way out. */

import { Icon } from "../ui/icon";
import { Menu, MenuItem } from "../ui/menu";
import { useSession } from "./session";
import { THEMES, type Theme, useTheme } from "./theme";

const NAMES: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

export function AccountMenu({ onHelp }: { onHelp: () => void }) {
  const { person, signOut } = useSession();
  const [theme, setTheme] = useTheme();
  return (
    <Menu
      label="Account and settings"
      trigger={(open) => (
        <button
          type="button"
          {...open}
          aria-label="Account and settings"
          className="grid size-10 place-items-center rounded-full border border-line bg-raised text-soft hover:border-edge hover:text-ink"
        >
          <Icon name="person" />
        </button>
      )}
    >
      <p className="truncate px-3 py-2 text-caption text-soft">{person?.email}</p>
      {THEMES.map((each) => (
        <MenuItem key={each} aria-pressed={each === theme} onClick={() => setTheme(each)}>
          <Icon name={each === "dark" ? "moon" : "sun"} />
          {NAMES[each]}
          {each === theme && <Icon name="check" className="ml-auto size-4 text-accent" />}
        </MenuItem>
      ))}
      <hr className="my-2 border-line" />
      <MenuItem onClick={onHelp}>
        <Icon name="keyboard" /> Keyboard
      </MenuItem>
      <MenuItem onClick={() => void signOut()}>
        <Icon name="exit" /> Sign out
      </MenuItem>
    </Menu>
  );
}
