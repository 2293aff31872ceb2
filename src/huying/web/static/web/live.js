/* Every 20 s fires "live" on the body; elements with hx-trigger="live from:body" then refresh.
 * Stops while the tab is hidden, after the session has ended, and where the focus is inside. */
(function () {
  'use strict';

  const EVERY = 20 * 1000;
  let last = Date.now();

  function beat() {
    if (document.hidden || 'sessionEnded' in document.body.dataset) return;
    last = Date.now();
    window.htmx.trigger(document.body, 'live');
  }

  function isLive(config) {
    return Boolean(config.triggeringEvent) && config.triggeringEvent.type === 'live';
  }

  setInterval(beat, EVERY);

  document.addEventListener('visibilitychange', () => {
    if (Date.now() - last >= EVERY) beat();
  });

  /* The server must not take this for a sign of life of the person. */
  document.body.addEventListener('htmx:configRequest', (event) => {
    if (isLive(event.detail)) event.detail.headers['X-Huying-Polling'] = '1';
  });

  document.body.addEventListener('htmx:beforeRequest', (event) => {
    const { elt, requestConfig } = event.detail;
    if (isLive(requestConfig) && elt.contains(document.activeElement)) event.preventDefault();
  });
})();
