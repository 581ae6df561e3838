import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Generation, ImageStats } from "../src/api/types";
import { pixelsOf } from "../src/images/blurhash";
import { followed } from "../src/images/live";
import { type Photo, referencesOf } from "../src/images/photo-list";
import { withGeneration } from "../src/images/queries";
import { fitting } from "../src/images/shrinking";
import { EMPTY, mistakesOf, priceOf, requestOf } from "../src/images/wish";
import { timeLeft } from "../src/images/words";
import ImageInsights from "../src/pages/image-insights";
import Images from "../src/pages/images";
import { answers, asked, sent } from "./answers";
import { aGeneration, aPicture } from "./factories";

const CREDITS = { balance: 10, prices: { low: 1, medium: 4, high: 12 }, models: ["gpt-image-1.5", "flux"] };
const QUEUE = {
  pending: 0,
  processing: 0,
  atOnce: 3,
  averageWaitSeconds: null,
  estimatedWaitSeconds: 20,
  paused: null,
};
const STARTED = { generations: [], price: 8, balance: 2 };

/** A stream that never says anything. */
class SilentSource extends EventTarget {
  static readonly CLOSED = 2;
  close() {}
}

beforeEach(() => {
  vi.stubGlobal("EventSource", SilentSource);
  answers["GET /api/generation/credits"] = { body: CREDITS };
  answers["GET /api/generation/queue"] = { body: QUEUE };
});

function show(...generations: Generation[]) {
  answers["GET /api/generation/history"] ??= { body: { generations, next: null } };
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <Images />
    </QueryClientProvider>,
  );
}

describe("a blurhash", () => {
  it("of one colour is that colour everywhere", () => {
    const orange = [255, 102, 51, 255];
    expect([...pixelsOf("00TMr$", 2, 2)!]).toEqual([...orange, ...orange, ...orange, ...orange]);
  });

  it("has its waves where they were", () => {
    const [width, height] = [8, 8];
    const pixels = pixelsOf("LEHV6nWB2yk8pyo0adR*.7kCMdnj", width, height)!;
    const at = (x: number, y: number) => [...pixels.slice(4 * (y * width + x), 4 * (y * width + x) + 3)];
    expect([at(0, 0), at(7, 0), at(4, 4)]).toEqual([
      [135, 164, 177],
      [144, 167, 179],
      [158, 125, 108],
    ]);
  });

  it("of the server's own shows red on the left and blue on the right, as its picture does", () => {
    const pixels = pixelsOf("L#G;#h|AsRJ;o3n~fQa}fQfQfQfQ", 8, 8)!;
    for (let at = 0; at < pixels.length; at += 4) {
      const isLeft = (at / 4) % 8 < 4;
      expect(pixels[at]! > pixels[at + 2]!).toBe(isLeft);
    }
  });

  it("that is none is no picture", () => {
    for (const hash of ["", "00", "LEHV6nWB2yk8", "00Lqe\n"]) expect(pixelsOf(hash, 4, 4)).toBeNull();
  });
});

describe("a photo to go by", () => {
  it("is made to fit, and never made larger", () => {
    expect(fitting(4000, 3000, 1536)).toEqual([1536, 1152]);
    expect(fitting(600, 9000, 1536)).toEqual([102, 1536]);
    expect(fitting(800, 600, 1536)).toEqual([800, 600]);
  });

  it("is told by what it shows, once it is kept", () => {
    const photos: Photo[] = [
      { key: "1", name: "a", kind: "product", reference: "ref:1" },
      { key: "2", name: "b", kind: "model", reference: "ref:2" },
      { key: "3", name: "c", kind: "product", refused: "too small" },
      { key: "4", name: "d", kind: "product" },
    ];
    expect(referencesOf(photos)).toEqual({ productImages: ["ref:1"], modelImages: ["ref:2"] });
  });
});

describe("a wish", () => {
  const wish = { ...EMPTY, prompt: " ramen ", count: "2" };
  const none = { productImages: [], modelImages: [] };

  it("costs each picture's price, and nobody knows what where no number is given", () => {
    expect(priceOf(wish, CREDITS)).toBe(8);
    for (const count of ["", "0", "101", "1.5", "two"]) {
      expect(priceOf({ ...wish, count }, CREDITS)).toBeNull();
      expect(mistakesOf({ ...wish, count }).count).toBe("Give a whole number from 1 to 100.");
    }
  });

  it("is sent with its style, or word for word without", () => {
    expect(requestOf(wish, none)).toMatchObject({ prompt: "ramen", style: "natural", count: 2 });
    const verbatim = requestOf({ ...wish, verbatim: true }, none);
    expect(verbatim).toMatchObject({ customPrompt: "ramen" });
    expect("prompt" in verbatim || "style" in verbatim || "model" in verbatim).toBe(false);
  });
});

describe("generations", () => {
  const at = (id: string, status: Generation["status"]) => aGeneration({ id, status });

  it("are followed two at a time: those in work, then those that come next", () => {
    const newestFirst = [at("d", "pending"), at("c", "pending"), at("b", "processing"), at("a", "completed")];
    expect(followed(newestFirst)).toEqual(["b", "c"]);
    expect(followed([at("a", "failed")])).toEqual([]);
  });

  it("take on what is new, and nothing that is older", () => {
    const known = aGeneration({ status: "processing", progress: 60 });
    const pages = { pages: [{ generations: [known], next: null }], pageParams: [""] };
    const shown = (told: Partial<Generation>) =>
      withGeneration(pages, { ...known, ...told })!.pages[0]!.generations[0]!;
    expect(shown({ progress: 70 }).progress).toBe(70);
    expect(shown({ progress: 50 }).progress).toBe(60);
    expect(shown({ progress: 0, run: 1, status: "pending" }).status).toBe("pending");
    expect(shown({ progress: 60, status: "cancelled", endedAt: "2026-11-21T12:02:00Z" }).status).toBe("cancelled");
  });

  it("say how long they take, or that it is longer than usual", () => {
    expect(timeLeft(aGeneration({ status: "processing", secondsLeft: 12 }))).toBe("about 12 s left");
    expect(timeLeft(aGeneration({ status: "processing" }))).toBe("taking longer than usual");
    expect(timeLeft(aGeneration())).toBe("");
  });
});

it("begins empty, with the price before anything is asked for", async () => {
  show();
  expect(await screen.findByText("No pictures yet")).toBeTruthy();
  expect(await screen.findByText("4 credits")).toBeTruthy();
  expect(screen.getByText("4 each · you have 10 credits")).toBeTruthy();
  await userEvent.click(screen.getByRole("radio", { name: /High/ }));
  expect(await screen.findByText(/2 credits are missing/)).toBeTruthy();
});

it("asks about the price of the model and the shape that were chosen", async () => {
  show();
  await userEvent.selectOptions(await screen.findByLabelText("Model"), "flux");
  await userEvent.click(screen.getByRole("radio", { name: "16:9" }));
  await waitFor(() => expect(asked.at(-1)!.path).toBe("/api/generation/credits?model=flux&aspectRatio=16%3A9"));
});

it("asks for what was said, under a key, and for nothing without a prompt", async () => {
  answers["POST /api/images/generate"] = { status: 202, body: STARTED };
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Make 1 picture" }));
  expect(screen.getByText("Say what is to be seen.")).toBeTruthy();
  expect(sent()).toEqual([]);
  await userEvent.type(screen.getByLabelText("What is to be seen?"), "A bowl of ramen");
  await userEvent.type(screen.getByLabelText("How many"), "2");
  await userEvent.click(screen.getByRole("radio", { name: "Studio" }));
  await userEvent.click(screen.getByRole("button", { name: "Make 12 pictures" }));
  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()[0]!.body).toMatchObject({ prompt: "A bowl of ramen", style: "studio", count: 12, quality: "medium" });
});

it("says in plain words that credits are missing", async () => {
  const refusal = {
    message: "this costs 4 credits and you have 0: 4 are missing",
    error: "NOT_ENOUGH_CREDITS",
    nextStep: "Ask an administrator for more credits.",
  };
  answers["POST /api/images/generate"] = { status: 402, body: refusal };
  show();
  await userEvent.type(await screen.findByLabelText("What is to be seen?"), "Ramen");
  await userEvent.click(screen.getByRole("button", { name: "Make 1 picture" }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("This costs 4 credits and you have 0: 4 are missing");
  expect(alert.textContent).toContain(refusal.nextStep);
});

it("keeps a photo by its address, and says of another why it is not taken", async () => {
  answers["POST /api/images/references"] = [
    { status: 201, body: { reference: "ref:0a" } },
    { status: 400, body: { message: "Only https addresses are fetched.", error: "SOURCE_REFUSED" } },
  ];
  answers["POST /api/images/generate"] = { status: 202, body: STARTED };
  show();
  const address = await screen.findByLabelText("Address of a photo");
  await userEvent.type(address, "https://example.org/pot.jpg{Enter}");
  await userEvent.selectOptions(await screen.findByLabelText("What pot.jpg shows"), "model");
  await userEvent.type(address, "http://example.org/pan.jpg{Enter}");
  expect(await screen.findByText("Only https addresses are fetched.")).toBeTruthy();
  await userEvent.type(screen.getByLabelText("What is to be seen?"), "A pot");
  await userEvent.click(screen.getByRole("button", { name: "Make 1 picture" }));
  await waitFor(() => expect(sent().at(-1)!.path).toBe("/api/images/generate"));
  expect(sent().at(-1)!.body).toMatchObject({ productImages: [], modelImages: ["ref:0a"] });
});

it("shows a place for each picture to come, and cancels", async () => {
  const waiting = aGeneration({
    status: "pending",
    count: 3,
    made: 0,
    mayCancel: true,
    secondsLeft: 48,
    queuePosition: 2,
  });
  answers[`POST /api/generation/${waiting.id}/cancel`] = { body: { ...waiting, status: "cancelled" } };
  show({ ...waiting, step: "Waiting in the queue, place 2" });
  const entry = within(await screen.findByRole("listitem", { name: "A bowl of ramen" }));
  expect(entry.getByText("Waiting in the queue, place 2")).toBeTruthy();
  expect(entry.getByText("about 48 s left")).toBeTruthy();
  expect(entry.getAllByRole("listitem")).toHaveLength(3);
  await userEvent.click(entry.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(sent()).toHaveLength(1));
});

it("gives up all own places in the queue at once", async () => {
  answers["POST /api/generation/cancel"] = { body: { cancelled: [], cancelling: [] } };
  show(...["a", "b"].map((id) => aGeneration({ id, status: "pending", mayCancel: true })));
  await userEvent.click(await screen.findByRole("button", { name: "Cancel all that wait" }));
  await waitFor(() => expect(sent()[0]!.body).toEqual({ scope: "pending" }));
});

it("says why nothing came of it, and tries again", async () => {
  const failed = aGeneration({
    status: "failed",
    made: 0,
    mayRetry: true,
    error: "the provider declines to draw this",
  });
  answers[`POST /api/generation/${failed.id}/retry`] = { status: 409, body: { message: "not now" } };
  show(failed);
  expect(await screen.findByText("The provider declines to draw this")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Not now");
});

it("takes an earlier prompt up again", async () => {
  show(aGeneration());
  await userEvent.click(await screen.findByRole("button", { name: "Use this prompt" }));
  const prompt = screen.getByLabelText<HTMLTextAreaElement>("What is to be seen?");
  expect(prompt.value).toBe("A bowl of ramen");
  expect(document.activeElement).toBe(prompt);
  expect(screen.getByRole("radio", { name: "3:2" }).getAttribute("aria-checked")).toBe("true");
});

it("rates a picture, says what is seen on it, and takes it away when asked twice", async () => {
  const picture = aPicture();
  answers[`PUT /api/images/${picture.id}`] = { body: picture };
  answers[`DELETE /api/images/${picture.id}`] = { body: picture };
  show(aGeneration({ pictures: [picture] }));
  await userEvent.click(await screen.findByRole("button", { name: picture.altText }));
  const dialog = within(await screen.findByRole("dialog", { name: "Picture" }));
  await userEvent.click(dialog.getByRole("radio", { name: "4 of 5" }));
  await userEvent.type(dialog.getByLabelText("What is seen"), " and steam");
  await userEvent.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(sent("PUT").map(({ body }) => body)).toEqual([{ rating: 4 }, { altText: `${picture.altText} and steam` }]),
  );
  await userEvent.click(dialog.getByRole("button", { name: "Delete" }));
  expect(sent("DELETE")).toEqual([]);
  await userEvent.click(dialog.getByRole("button", { name: "Delete it for good" }));
  await waitFor(() => expect(sent("DELETE")).toHaveLength(1));
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("looks for words and states, and finds its way back from nothing", async () => {
  show();
  await userEvent.type(await screen.findByLabelText("Search your prompts"), "soup");
  await userEvent.click(screen.getByRole("radio", { name: "Failed" }));
  await waitFor(() => expect(asked.at(-1)!.path).toContain("text=soup&status=failed"));
  await userEvent.click(await screen.findByRole("button", { name: "Show all" }));
  expect(await screen.findByText("No pictures yet")).toBeTruthy();
});

it("says why nothing is made just now", async () => {
  answers["GET /api/generation/queue"] = { body: { ...QUEUE, estimatedWaitSeconds: null, paused: "Paused: nobody." } };
  show();
  expect(await screen.findByText("Paused: nobody.")).toBeTruthy();
});

it("says that the pictures cannot be read, and tries again", async () => {
  answers["GET /api/generation/history"] = [{ status: 403, body: {} }, { body: { generations: [], next: null } }];
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText("No pictures yet")).toBeTruthy();
});

const STATS: ImageStats = {
  since: "2026-11-01T00:00:00Z",
  makers: [
    {
      provider: "openai",
      model: "gpt-image-1.5",
      asked: 10,
      made: 9,
      successRate: 0.9,
      meanMs: 11_000,
      p95Ms: 19_400,
      meanCostUsd: 0.011,
      p95CostUsd: 0.013,
      costUsd: 0.1,
      failures: { ImageRefused: 1 },
    },
  ],
  models: [],
  credits: { granted: 100, reserved: 20, spent: 18, returned: 2, balance: 82 },
  storage: [{ format: "webp", pictures: 9, bytes: 1_500_000 }],
  days: [],
  months: [
    { day: "2026-11-01", pictures: 9, costUsd: 0.1 },
    { day: "2026-10-01", pictures: 4, costUsd: 0.05 },
  ],
  ratings: [],
  users: [
    { userId: null, email: null, pictures: 4, costUsd: 0.05, spentCredits: 0 },
    { userId: "u", email: "ada@example.org", pictures: 9, costUsd: 0.1, spentCredits: 18 },
  ],
  dayBudgetUsd: 5,
  monthBudgetUsd: null,
};

function showInsights() {
  answers["GET /api/images/stats"] = { body: STATS };
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <ImageInsights />
    </QueryClientProvider>,
  );
}

it("holds what was spent against its budget, and says who used what", async () => {
  showInsights();
  expect(await screen.findByText("of $5.00")).toBeTruthy();
  expect(screen.getByText("no budget is set")).toBeTruthy();
  const users = within(screen.getByRole("table", { name: "Who used what" }));
  expect(users.getByRole("row", { name: /ada@example.org/ }).textContent).toContain("18");
  const months = within(await screen.findByRole("table", { name: "Spend a month" }));
  expect(months.getAllByRole("rowheader").map((each) => each.textContent)).toEqual(["Oct 2026", "Nov 2026"]);
  const surely = within(screen.getByRole("table", { name: "How surely pictures are made" }));
  expect(surely.getByRole("row", { name: /gpt-image-1.5/ }).textContent).toContain("90.0 %");
});

it("gives credits, and says at its field what is wrong", async () => {
  answers["POST /api/admin/credits/grant"] = [
    { status: 400, body: { message: "no", error: "VALIDATION_ERROR", details: { email: "is no address" } } },
    { body: { userId: "u", amount: 5, balance: 12 } },
  ];
  showInsights();
  await userEvent.type(await screen.findByLabelText("Email"), "ada@example.org");
  await userEvent.type(screen.getByLabelText("Credits"), "5");
  await userEvent.type(screen.getByLabelText("Why"), "for the fair");
  await userEvent.click(screen.getByRole("button", { name: "Give" }));
  expect(await screen.findByText("Is no address")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Give" }));
  expect(await screen.findByText("Given. Now 12 credits are there.")).toBeTruthy();
  expect(sent().at(-1)!.body).toEqual({ email: "ada@example.org", amount: 5, reason: "for the fair" });
});

it("removes what nothing refers to only after it was looked for", async () => {
  const found = {
    dryRun: true,
    complete: true,
    lookedAt: 40,
    objectsWithoutPicture: 2,
    bytes: 1_200_000,
    removed: 0,
    objects: [],
    picturesWithoutObject: 0,
    pictures: [],
  };
  answers["POST /api/images/cleanup"] = [{ body: found }, { body: { ...found, dryRun: false, removed: 2 } }];
  showInsights();
  await userEvent.click(await screen.findByRole("button", { name: "Look" }));
  expect(await screen.findByText("2 objects that nothing refers to, 1.2 MB.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Remove 2 objects" }));
  expect(await screen.findByText("2 objects removed.")).toBeTruthy();
  expect(sent().map(({ body }) => body)).toEqual([{ dryRun: true }, { dryRun: false }]);
});
