/** A deploy takes away the parts of pages that are open: whoever needs one that is gone gets the page as it is now. */

const KEY = "brigade.reloaded";
let reloading = false;

export const isReloading = () => reloading;

/** Once for each part: what a reload does not bring back is left to the boundary, and so is a lost network. */
export function reloadForLostParts(reload = () => location.reload()) {
  window.addEventListener("vite:preloadError", ({ payload }) => {
    if (!navigator.onLine || sessionStorage.getItem(KEY) === payload.message) return;
    sessionStorage.setItem(KEY, payload.message);
    reloading = true;
    reload();
  });
}
