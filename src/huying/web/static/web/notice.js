/* Says a sentence at the top of the page. Used by session.js, refusal.js and live.js. */
(function () {
  'use strict';

  const place = document.querySelector('[data-notices]');

  /* tone: is-error, is-warning or is-success; button (optional): its label and what it does. */
  function say(sentence, tone, button) {
    const notice = document.createElement('div');
    notice.className = 'hy-notice ' + tone;
    const words = document.createElement('p');
    words.textContent = sentence;
    notice.append(words);
    if (button) {
      const press = document.createElement('button');
      press.type = 'button';
      press.className = 'btn';
      press.textContent = button.label;
      press.addEventListener('click', button.act);
      const row = document.createElement('div');
      row.className = 'hy-buttons';
      row.append(press);
      notice.append(row);
    }
    place.replaceChildren(notice);
    notice.scrollIntoView({ block: 'nearest' });
  }

  function hush() {
    place.replaceChildren();
  }

  window.huying = { say, hush };
})();
