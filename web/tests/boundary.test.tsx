import { render, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { Boundary } from "../src/shell/boundary";
import { reloadForLostParts } from "../src/shell/reload";

const reload = vi.fn();
reloadForLostParts(reload);

beforeEach(() => {
  sessionStorage.clear();
  reload.mockClear();
  vi.spyOn(console, "error").mockImplementation(() => {}); // React tells of every error that a boundary catches
});

function lose(part: string) {
  const payload = new Error(`Failed to fetch dynamically imported module: ${part}`);
  window.dispatchEvent(Object.assign(new Event("vite:preloadError"), { payload }));
}

function Broken(): never {
  throw new Error("a figure is missing");
}

it("says in plain words that a page could not be shown, and what to do", () => {
  render(
    <Boundary>
      <Broken />
    </Boundary>,
  );
  expect(screen.getByRole("heading", { name: "This page could not be shown" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Load it again" })).toBeTruthy();
});

it("is loaded again where a part of it is gone, once for each part", () => {
  lose("gallery-1.js");
  lose("gallery-1.js");
  expect(reload).toHaveBeenCalledTimes(1);
  lose("insights-1.js");
  expect(reload).toHaveBeenCalledTimes(2);
});

it("stays as it is where a part cannot be had for want of a network", () => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  lose("gallery-1.js");
  expect(reload).not.toHaveBeenCalled();
});
