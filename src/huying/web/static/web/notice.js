/* Says a sentence at the top of what is seen. Used by session.js, refusal.js and live.js. */
(function () {
  'use strict';

  const place = document.querySelector('[data-notices]');

  function hush() {
    place.replaceChildren();
  }

  function buttonFor(label, act) {
    const press = document.createElement('button');
    press.type = 'button';
    press.className = 'btn btn-sm';
    press.textContent = label;
    press.addEventListener('click', act);
    return press;
  }

  /* tone: is-error, is-warning or is-success; button (optional): its label and what it does. */
  function say(sentence, tone, button) {
    const notice = document.createElement('div');
    notice.className = 'hy-notice ' + tone;
    const words = document.createElement('p');
    words.textContent = sentence;
    const row = document.createElement('div');
    row.className = 'hy-buttons';
    if (button) row.append(buttonFor(button.label, button.act));
    row.append(buttonFor('知道了', hush));
    notice.append(words, row);
    place.replaceChildren(notice);
  }

  window.huying = { say, hush };
})();
