// One press of Back leaves a page.
//
// Streamlit enters every change of page twice into the browser's history: without the study's
// address, and with it once the page has set it. The second is no step of its own.

(() => {
  if (history.entersOnce) return;
  history.entersOnce = true;
  const push = history.pushState;
  history.pushState = function (state, title, url) {
    const to = new URL(url, location);
    const added = to.pathname === location.pathname && !location.search;
    return (added ? history.replaceState : push).call(history, state, title, url);
  };
})();
