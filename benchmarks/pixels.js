// In the page, before anything of it runs: of each progress event, when it came and when a frame with its value was done.
//
// Its value is what the event says differently: how many are saved and photographed, and the name, the stage or the
// picture's place on every card that changed. Twice a frame is waited for: in the first the value stands in the
// document, so it is painted at the end of that one, which is certain when the next begins. An event that is overtaken
// before it is painted counts as shown with the one that overtook it; one that changes nothing of all this is left out.
(() => {
  const WORDS = {
    planned: "Waiting", writing: "Being written", written: "Being checked", checked: "Being saved",
    saved: "Waiting for its picture", imaging: "Being photographed", placeholder: "Without a picture",
  };
  const now = () => performance.timeOrigin + performance.now();
  const text = (selector) => document.querySelector(selector)?.textContent ?? "";
  const painted = [];
  let waiting = [];

  function cardShows({ position, name, stage, recipeId, imageUrl, placeholder }) {
    const card = document.querySelectorAll('[aria-labelledby="recipes"] li')[position];
    if (!card || (name && !card.textContent.includes(name))) return false;
    if (stage !== "done") return card.textContent.includes(WORDS[stage] ?? "");
    const picture = placeholder || !imageUrl || card.querySelector("img")?.getAttribute("src") === imageUrl;
    return picture && card.querySelector("a")?.getAttribute("href").endsWith(recipeId);
  }

  function shows({ recipesCompleted, imagesGenerated, totalRecipes, recipes }) {
    const counts = text('[aria-label="Progress"]');
    return (
      counts.includes(`${recipesCompleted} of ${totalRecipes} recipe`) &&
      counts.includes(`${imagesGenerated} picture`) &&
      recipes.every(cardShows)
    );
  }

  function look() {
    const newest = waiting.findLastIndex(({ event }) => shows(event));
    if (newest >= 0) {
      const shown = waiting.slice(0, newest + 1);
      waiting = waiting.slice(newest + 1);
      requestAnimationFrame(() => {
        for (const { id, arrived } of shown) painted.push({ id, arrived, painted: now() });
      });
    }
    if (waiting.length > 0) requestAnimationFrame(look);
  }

  window.EventSource = class extends EventSource {
    constructor(...args) {
      super(...args);
      this.addEventListener("progress", ({ lastEventId, data }) => {
        const event = JSON.parse(data);
        if (shows(event)) return;
        if (waiting.length === 0) requestAnimationFrame(look);
        waiting.push({ id: Number(lastEventId), event, arrived: now() });
      });
    }
  };
  window.pixels = () => ({ painted, unseen: waiting.length });
})();
