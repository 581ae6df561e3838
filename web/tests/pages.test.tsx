import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import type { Recipe as RecipeFacts } from "../src/api/types";
import { csvOf } from "../src/batch/export";
import { Status } from "../src/batch/status";
import Batch from "../src/pages/batch";
import Gallery from "../src/pages/gallery";
import History from "../src/pages/history";
import Insights from "../src/pages/insights";
import NewBatch from "../src/pages/new-batch";
import Recipe from "../src/pages/recipe";
import Review from "../src/pages/review";
import { ForAdmins } from "../src/shell/for-admins";
import { Frame } from "../src/shell/frame";
import { SignedIn, useSession } from "../src/shell/session";
import { answers, asked, sent } from "./answers";
import { aBatch, aRecipe, aSnapshot, aSource, aUnit, BATCH_ID, someCosts } from "./factories";

function show(page: ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(<QueryClientProvider client={client}>{page}</QueryClientProvider>);
}

it("asks who is nobody to sign in, and says what was wrong", async () => {
  answers["GET /api/auth/me"] = { status: 401, body: { message: "sign in first", error: "UNAUTHORIZED" } };
  answers["POST /api/auth/refresh"] = { status: 401, body: {} };
  answers["POST /api/auth/login"] = { status: 401, body: { message: "wrong", error: "UNAUTHORIZED" } };
  show(<SignedIn>inside</SignedIn>);
  await userEvent.type(await screen.findByLabelText("Email"), "ada@example.org");
  await userEvent.type(screen.getByLabelText("Password"), "a wrong one");
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
  expect((await screen.findByRole("alert")).textContent).toContain("do not belong together");
  expect(screen.queryByText("inside")).toBeNull();
});

it("renews a session that has run out without asking", async () => {
  answers["GET /api/auth/me"] = [{ status: 401, body: {} }, { body: { email: "ada@example.org", role: "admin" } }];
  answers["POST /api/auth/refresh"] = { body: {} };
  show(<SignedIn>inside</SignedIn>);
  expect(await screen.findByText("inside")).toBeTruthy();
});

it("says that a session has ended to who did not end it", async () => {
  const ada = { body: { email: "ada@example.org", role: "admin" } };
  answers["GET /api/auth/me"] = [ada];
  answers["GET /api/admin/batches"] = { status: 401, body: {} };
  answers["POST /api/auth/refresh"] = { status: 401, body: {} };
  show(
    <SignedIn>
      <History />
    </SignedIn>,
  );
  expect(await screen.findByText(/Your session has ended/)).toBeTruthy();
});

function WayOut() {
  const { signOut } = useSession();
  return (
    <button type="button" onClick={() => void signOut()}>
      Sign out
    </button>
  );
}

it("shows the sign-in page to who has signed out", async () => {
  answers["GET /api/auth/me"] = { body: { email: "ada@example.org", role: "user" } };
  answers["POST /api/auth/logout"] = { body: { message: "You are signed out." } };
  show(
    <SignedIn>
      <WayOut />
    </SignedIn>,
  );
  await userEvent.click(await screen.findByRole("button", { name: "Sign out" }));
  expect(await screen.findByLabelText("Password")).toBeTruthy();
  expect(screen.queryByText(/Your session has ended/)).toBeNull();
});

it("leads who is no administrator to what is theirs", async () => {
  answers["GET /api/auth/me"] = { body: { email: "eve@example.org", role: "user" } };
  show(
    <SignedIn>
      <Frame>
        <ForAdmins>inside</ForAdmins>
      </Frame>
    </SignedIn>,
  );
  expect(await screen.findByText("This page is not yours to see")).toBeTruthy();
  expect(screen.queryByText("inside")).toBeNull();
  expect(screen.getByRole("link", { name: "To your pictures" }).getAttribute("href")).toBe("/images");
  expect(within(screen.getByRole("navigation", { name: "Main" })).getAllByRole("link")).toHaveLength(1);
  expect(screen.queryByRole("link", { name: /New/ })).toBeNull();
});

it("finds mistakes at their fields, all at once, before anything is sent", async () => {
  show(<NewBatch />);
  const count = screen.getByLabelText("Recipes");
  await userEvent.clear(count);
  await userEvent.type(count, "101");
  await userEvent.type(screen.getByLabelText("Protein, least"), "50");
  await userEvent.type(screen.getByLabelText("Protein, most"), "20");
  await userEvent.click(screen.getByRole("button", { name: "Start the batch" }));
  expect(await screen.findByText("Give a whole number from 1 to 100.")).toBeTruthy();
  expect(screen.getByText("Below the least, which is 50 g.")).toBeTruthy();
  expect(count.getAttribute("aria-invalid")).toBe("true");
  expect(sent()).toEqual([]);
});

it("shows what the API refuses at the field that it names", async () => {
  answers["POST /api/admin/generate-bmad"] = {
    status: 400,
    body: { message: "no", error: "INFEASIBLE_CONSTRAINTS", details: { mainIngredient: "tofu is not paleo" } },
  };
  show(<NewBatch />);
  await userEvent.type(screen.getByLabelText("Main ingredient"), "tofu");
  await userEvent.click(screen.getByRole("button", { name: "Paleo" }));
  await userEvent.click(screen.getByRole("button", { name: "Start the batch" }));
  expect(await screen.findByText("Tofu is not paleo")).toBeTruthy();
  expect(sent()[0]!.body).toEqual({
    count: 10,
    mealTypes: [],
    dietaryRestrictions: ["paleo"],
    mainIngredient: "tofu",
    enableImageGeneration: true,
    enableS3Upload: true,
    enableNutritionValidation: true,
    overnight: false,
  });
});

it("says what waiting overnight saves, and that it may take a day", async () => {
  show(<NewBatch />);
  const estimate = screen.getByRole("region", { name: "What it will take" });
  await userEvent.click(screen.getByLabelText("Make it overnight"));
  expect(within(estimate).getAllByText("$0.0580")).toHaveLength(2); // what it costs, and what it saves
  expect(within(estimate).getByText(/24 h/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Start the batch" }));
  expect(sent()[0]!.body).toMatchObject({ overnight: true });
});

it("says what a batch will take, and when the cap is below it", async () => {
  show(<NewBatch />);
  const estimate = screen.getByRole("region", { name: "What it will take" });
  expect(within(estimate).getByText("$0.12")).toBeTruthy();
  await userEvent.type(screen.getByLabelText("Spend at most"), "0.07");
  expect(within(estimate).getByRole("status").textContent).toContain("about 6 of 10");
});

it("offers a new batch where one is not known, and forgets it", async () => {
  localStorage.setItem("brigade.batch", BATCH_ID);
  show(<Batch params={{ batchId: BATCH_ID }} />);
  expect(await screen.findByText("This batch is not known")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Start a new one" }).getAttribute("href")).toBe("/new");
  expect(localStorage.getItem("brigade.batch")).toBeNull();
});

it("shows an ended batch with its causes once each, and what to do", async () => {
  const lost = [1, 2].map((position) => aUnit({ position, stage: "failed", reason: "no credit" }));
  const recipes = [aUnit({ stage: "done", name: "Soup", recipeId: "r", imageUrl: "/images/a.webp" }), ...lost];
  const failure = { stage: "failed", code: "QuotaExhausted", consoleUrl: null };
  const words = { whatHappened: "The account has no credit left.", whatToDo: "Top it up, then retry." };
  answers[`GET /api/admin/batches/${BATCH_ID}`] = {
    body: aBatch({
      ended: true,
      recipes,
      errors: lost.map(({ position }) => ({ position, name: null, reason: "no credit" })),
      progress: aSnapshot({ phase: "complete", recipesCompleted: 1, totalRecipes: 3, failed: 2 }),
    }),
  };
  answers[`GET /api/admin/batches/${BATCH_ID}/errors`] = {
    body: {
      batchId: BATCH_ID,
      correlationId: "c-1",
      failures: lost.map(({ position }) => ({ position, name: null, ...failure, ...words })),
    },
  };
  answers[`GET /api/admin/batches/${BATCH_ID}/retry`] = {
    body: {
      batchId: BATCH_ID,
      what: "failed",
      recipes: lost,
      texts: 2,
      images: 2,
      estimatedCostUsd: 0.03,
      estimatedSeconds: 20,
      budgetLeftUsd: null,
      whyNot: null,
    },
  };
  answers[`POST /api/admin/batches/${BATCH_ID}/retry`] = { status: 202, body: {} };
  show(<Batch params={{ batchId: BATCH_ID }} />);
  expect(await screen.findAllByText(words.whatHappened)).toHaveLength(1);
  expect(screen.getByText("c-1")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Retry" }));
  const dialog = await screen.findByRole("dialog", { name: "Retry" });
  expect(await within(dialog).findByText("$0.0300, 20 s")).toBeTruthy();
  await userEvent.click(within(dialog).getByRole("button", { name: "Retry" }));
  await waitFor(() => expect(asked.find(({ method }) => method === "POST")?.body).toEqual({ what: "failed" }));
});

it("never lets the bar fall", () => {
  const at = (stage: "saved" | "writing") =>
    aBatch({ recipes: [aUnit({ stage })], progress: aSnapshot({ totalRecipes: 1 }) });
  const { rerender } = render(<Status batch={at("saved")} link="streaming" readAt={0} />);
  expect(screen.getByText("60 %")).toBeTruthy();
  rerender(<Status batch={at("writing")} link="streaming" readAt={0} />);
  expect(screen.getByText("60 %")).toBeTruthy();
});

function showRecipe(facts: Partial<RecipeFacts>) {
  const recipe = aRecipe(facts);
  answers[`GET /api/admin/batches/${BATCH_ID}/recipes`] = {
    body: { batchId: BATCH_ID, recipes: [recipe], nextAfter: null },
  };
  show(<Recipe params={{ batchId: BATCH_ID, recipeId: recipe.id }} />);
}

async function amountsOf(nutrient: RegExp) {
  const row = await screen.findByRole("row", { name: nutrient });
  return within(row)
    .getAllByRole("cell")
    .map((cell) => cell.textContent);
}

it("shows what was computed beside what was claimed, with the difference", async () => {
  const nutrition = { ...aRecipe().nutrition, sodiumMg: null };
  const claimedNutrition = { ...aRecipe().nutrition, caloriesKcal: 400 };
  showRecipe({ nutrition, claimedNutrition, ingredientSources: [aSource()], nutritionChanges: ["no longer vegan"] });
  expect(await amountsOf(/Energy/)).toEqual(["620", "400", "−220"]);
  expect(await amountsOf(/Sodium/)).toEqual(["unknown", "482", ""]);
  expect(screen.getByRole("columnheader", { name: "Computed" })).toBeTruthy();
  expect(screen.getByText("no longer vegan")).toBeTruthy();
  expect(screen.getByText("2 cups")).toBeTruthy();
});

it("names the food that each ingredient is counted as, or says that none is known", async () => {
  const ingredients = ["lentils", "zaat"].map((name) => ({ name, amount: 1, unit: "cup" as const, grams: null }));
  const unknown = aSource({ fdcId: null, description: null, grams: null, evidence: "unresolved", confidence: 0 });
  showRecipe({ ingredients, ingredientSources: [aSource({ confidence: 0.5 }), unknown] });
  const food = await screen.findByRole("link", { name: /Lentils, cooked/ });
  expect(food.getAttribute("href")).toBe("https://fdc.nal.usda.gov/food-details/172421/nutrients");
  expect(screen.getByText(/by USDA’s measure of it · not sure it is meant/)).toBeTruthy();
  expect(screen.getByText("Not counted: USDA knows no food by this name.")).toBeTruthy();
  expect(screen.getByText("weight not known")).toBeTruthy();
});

it("says that a claim was taken as it is, and that allergens were not assessed", async () => {
  showRecipe({ ingredientSources: [], allergens: null });
  expect(await screen.findByText(/the claim is taken as it is/)).toBeTruthy();
  expect(screen.queryByRole("columnheader", { name: "Computed" })).toBeNull();
  expect(screen.getByText(/Not assessed, which is not the same as none/)).toBeTruthy();
});

it("lists the allergens of both laws, and the words that nobody could assess", async () => {
  const eu = { contains: ["gluten", "milk"], mayContain: ["celery"] };
  showRecipe({ allergens: { eu, us: { contains: ["wheat"], mayContain: [] }, unassessed: ["zaat"] } });
  expect((await screen.findByRole("list", { name: "Contains" })).textContent).toBe("glutenmilk");
  expect(screen.getByRole("list", { name: "May contain" }).textContent).toBe("celery");
  expect(screen.getByText(/Not assessed: zaat/)).toBeTruthy();
  expect(screen.getByText("In the US: contains wheat.")).toBeTruthy();
});

it("says of a cancelled batch what was done, and who was not needed", async () => {
  const agentStatus = { ...aSnapshot().agentStatus, chef: "error", storage: "idle", artist: "idle" } as const;
  const progress = aSnapshot({ phase: "cancelled", recipesCompleted: 2, cancelled: 2, agentStatus });
  answers[`GET /api/admin/batches/${BATCH_ID}`] = { body: aBatch({ ended: true, progress }) };
  show(<Batch params={{ batchId: BATCH_ID }} />);
  const agents = await screen.findByRole("region", { name: "Agents" });
  expect(within(agents).getByText("Storage").parentElement?.textContent).toContain("2 saved");
  expect(within(agents).getByText("Artist").parentElement?.textContent).toContain("not needed");
  expect(within(agents).queryByText(/failed/)).toBeNull();
  expect(within(screen.getByRole("region", { name: "Progress" })).queryByText(/%$/)).toBeNull();
});

it("says quietly what checking came to", () => {
  const progress = aSnapshot({ recipesFixed: 3, recipesInReview: 1 });
  render(<Status batch={aBatch({ progress })} link="streaming" readAt={0} />);
  expect(screen.getByText("3 put right by the check")).toBeTruthy();
  expect(screen.getByRole("link", { name: "1 for review" }).getAttribute("href")).toBe("/review");
});

it("exports allergens by law, and never as none where they were not assessed", () => {
  const eu = { contains: ["gluten", "milk"], mayContain: [] };
  const assessed = aRecipe({ allergens: { eu, us: { contains: ["wheat"], mayContain: ["milk"] }, unassessed: [] } });
  const [head, first, second] = csvOf([assessed, aRecipe({ allergens: null })]).split("\r\n");
  expect(head).toContain("eu_allergens,eu_may_contain,us_allergens,us_may_contain,allergens_not_assessed");
  expect(first).toContain("gluten; milk,,wheat,milk,,");
  expect(second).toContain("not assessed,not assessed,not assessed");
});

it("begins an empty history with the first batch", async () => {
  answers["GET /api/admin/batches"] = { body: { batches: [] } };
  show(<History />);
  expect(await screen.findByRole("link", { name: "Start the first batch" })).toBeTruthy();
});

it("says that the history cannot be read, and tries again", async () => {
  answers["GET /api/admin/batches"] = [{ status: 503, body: { message: "busy" } }, { body: { batches: [] } }];
  show(<History />);
  await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Nothing cooked yet")).toBeTruthy();
});

const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`);

it("shows older batches on asking, and opens by its id what is not listed", async () => {
  const [older, ...newest] = ids(51).map((batchId) => aBatch({ batchId, ended: true }));
  answers["GET /api/admin/batches"] = [{ body: { batches: newest } }, { body: { batches: [...newest, older] } }];
  show(<History />);
  expect(await screen.findByText(/Of the newest 50/)).toBeTruthy();
  await userEvent.click(screen.getByLabelText("Search batches"));
  await userEvent.paste(older!.batchId);
  expect(screen.getByRole("link", { name: "Open it" }).getAttribute("href")).toBe(`/batches/${older!.batchId}`);
  await userEvent.click(screen.getByRole("button", { name: "Show older" }));
  expect(await screen.findByRole("heading", { name: "1 batch" })).toBeTruthy();
  expect(screen.queryByText(/Of the newest/)).toBeNull();
  expect(screen.queryByRole("button", { name: "Show older" })).toBeNull();
});

it("lists a batch with the words it was asked for in", async () => {
  const request = { ...aBatch().request, naturalLanguagePrompt: "Nothing that needs an oven" };
  const [one, other] = ids(2).map((batchId) => aBatch({ batchId, ended: true, request }));
  answers["GET /api/admin/batches"] = { body: { batches: [one, other] } };
  show(<History />);
  expect(await screen.findAllByText("“Nothing that needs an oven”")).toHaveLength(2);
});

it("approves what was chosen, all in one", async () => {
  const recipes = [aRecipe({ id: "a", name: "Soup" }), aRecipe({ id: "b", name: "Stew" }), aRecipe({ id: "c" })];
  answers["GET /api/admin/reviews"] = { body: { reviews: [], nextAfter: null } };
  answers["GET /api/admin/recipes"] = { body: { recipes, nextAfter: null } };
  answers["POST /api/admin/recipes/approval"] = { body: { approved: true, changed: 2 } };
  show(<Review />);
  await userEvent.click(screen.getByRole("radio", { name: "Recipes" }));
  await userEvent.click(await screen.findByLabelText("Choose Soup"));
  await userEvent.click(screen.getByLabelText("Choose Stew"));
  await userEvent.click(screen.getByRole("button", { name: "Approve 2 recipes" }));
  const sent = asked.find(({ method }) => method === "POST");
  expect(sent?.body).toEqual({ recipeIds: ["a", "b"], approved: true });
});

it("accepts a draft as a person has mended it", async () => {
  const { nutrition } = aRecipe();
  const draft = {
    name: "Soup",
    description: "Hot.",
    mealTypes: ["lunch"],
    dietaryTags: ["vegan"],
    ingredients: aRecipe().ingredients,
    instructions: ["Boil."],
    prepTimeMinutes: 50,
    cookTimeMinutes: 5,
    servings: 2,
    nutrition,
  };
  const review = { batchId: BATCH_ID, position: 3, draft, reasons: ["preparation takes 50 minutes"], createdAt: "" };
  answers["GET /api/admin/reviews"] = { body: { reviews: [review], nextAfter: null } };
  answers[`POST /api/admin/batches/${BATCH_ID}/reviews/3/accept`] = { body: {} };
  show(<Review />);
  expect(await screen.findByText("Preparation takes 50 minutes")).toBeTruthy();
  expect(screen.getByText(/lunch, vegan · serves 2 · 50 \+ 5 min · 620 kcal/)).toBeTruthy();
  expect(screen.getByText("2 cups lentils")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Edit" }));
  const dialog = await screen.findByRole("dialog", { name: "Edit and accept" });
  await userEvent.clear(within(dialog).getByLabelText("Ready in"));
  await userEvent.type(within(dialog).getByLabelText("Ready in"), "30");
  await userEvent.click(within(dialog).getByRole("button", { name: "Accept" }));
  const sent = asked.find(({ method }) => method === "POST");
  expect(sent?.body).toMatchObject({ name: "Soup", prepTimeMinutes: 30, nutrition });
});

it("asks the server for what the gallery is narrowed down to", async () => {
  answers["GET /api/admin/recipes"] = { body: { recipes: [aRecipe()], nextAfter: null } };
  show(<Gallery />);
  await userEvent.selectOptions(screen.getByLabelText("Diet"), "vegan");
  await userEvent.click(screen.getByRole("radio", { name: "Done" }));
  await waitFor(() => expect(asked.at(-1)!.path).toContain("diet=vegan"));
  expect(asked.at(-1)!.path).toContain("placeholder=false");
  expect(screen.getByRole("img").getAttribute("alt")).toContain("Lentil Cakes");
});

it("tells of each recipe that failed what happened, what to do and where", async () => {
  const progress = aSnapshot({ phase: "complete", recipesCompleted: 3, failed: 1 });
  const failure = {
    position: 1,
    name: "Lentil Cakes",
    stage: "failed",
    code: null,
    whatHappened: "The writer declined to write it.",
    whatToDo: "Change the request's wording.",
    consoleUrl: "https://console.example/execution",
  };
  const bare = { ...failure, position: 2, name: "Dal", stage: "placeholder" };
  answers["GET /api/admin/recipes"] = { body: { recipes: [], nextAfter: null } };
  answers["GET /api/admin/batches"] = { body: { batches: [aBatch({ ended: true, progress })] } };
  answers[`GET /api/admin/batches/${BATCH_ID}/errors`] = {
    body: { batchId: BATCH_ID, correlationId: BATCH_ID, failures: [failure, bare] },
  };
  show(<Gallery />);
  await userEvent.click(screen.getByRole("radio", { name: "Failed" }));
  expect(await screen.findByRole("heading", { name: "Lentil Cakes" })).toBeTruthy();
  expect(screen.getByText(failure.whatToDo)).toBeTruthy();
  expect(screen.getByRole("link", { name: /execution/ }).getAttribute("href")).toBe(failure.consoleUrl);
  expect(screen.queryByText("Dal")).toBeNull();
  await userEvent.type(screen.getByLabelText("Search recipes"), "dal");
  expect(await screen.findByText("No failed recipe says that")).toBeTruthy();
});

it("draws the cost of a day as the API reckons it, whatever batches are listed", async () => {
  const nothing = { total: 0, active: 0, completed: 0, errored: 0 };
  const sse = { openConnections: 0, eventsSent: 0, uptime: null, truncated: false };
  answers["GET /api/admin/bmad-metrics"] = { body: { since: "", agents: {}, batches: nothing, sse } };
  answers["GET /api/admin/batches"] = { body: { batches: [aBatch()] } };
  answers["GET /api/admin/cost"] = { body: someCosts({ settledUsd: 0.25 }) };
  show(<Insights />);
  const cost = within(await screen.findByRole("table", { name: "Cost a day" }));
  expect(cost.getByRole("row", { name: /21 Nov/ }).textContent).toContain("$0.25");
});

it("says once a batch has ended what a text and what a picture came to", async () => {
  const progress = aSnapshot({ phase: "complete", recipesCompleted: 4, imagesGenerated: 2, costUsd: 0.03 });
  answers[`GET /api/admin/batches/${BATCH_ID}`] = { body: aBatch({ ended: true, progress }) };
  answers["GET /api/admin/cost"] = { body: someCosts({ perRecipeUsd: 0.001, perImageUsd: 0.013 }) };
  show(<Batch params={{ batchId: BATCH_ID }} />);
  expect((await screen.findByText("Per picture")).nextElementSibling?.textContent).toBe("$0.0130");
  expect(screen.getByText("Per text").nextElementSibling?.textContent).toBe("$0.0010");
});
