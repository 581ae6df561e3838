/** Who is signed in, the theme, the keyboard, and the way out. */

import { DropdownMenu } from "radix-ui";
import { Icon } from "../ui/icon";
import { useSession } from "./session";
import { type Theme, useTheme } from "./theme";

const ITEM =
  "flex w-full cursor-pointer items-center gap-3 rounded-control px-3 py-2 outline-none data-highlighted:bg-sunken";

export function AccountMenu({ onHelp }: { onHelp: () => void }) {
  const { person, signOut } = useSession();
  const [theme, setTheme] = useTheme();
  return (
    // Not modal: a modal menu locks scrolling through an inline style element, which the page's policy forbids.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label="Account and settings"
        className="grid size-10 place-items-center rounded-full border border-line bg-raised text-soft hover:border-edge hover:text-ink"
      >
        <Icon name="person" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        sideOffset={6}
        className="z-20 w-60 rounded-card border border-line bg-raised p-2 shadow-lg"
      >
        <DropdownMenu.Label className="truncate px-3 py-2 text-caption text-soft">{person?.email}</DropdownMenu.Label>
        <DropdownMenu.RadioGroup value={theme} onValueChange={(next) => setTheme(next as Theme)}>
          <ThemeItem value="system" name="As the system" />
          <ThemeItem value="light" name="Light" />
          <ThemeItem value="dark" name="Dark" />
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator className="my-2 border-t border-line" />
        <DropdownMenu.Item className={ITEM} onSelect={onHelp}>
          <Icon name="keyboard" /> Keyboard
        </DropdownMenu.Item>
        <DropdownMenu.Item className={ITEM} onSelect={() => void signOut()}>
          <Icon name="exit" /> Sign out
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function ThemeItem({ value, name }: { value: Theme; name: string }) {
  return (
    <DropdownMenu.RadioItem value={value} className={ITEM}>
      <Icon name={value === "dark" ? "moon" : "sun"} />
      {name}
      <DropdownMenu.ItemIndicator className="ml-auto text-accent">
        <Icon name="check" className="size-4" />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}
