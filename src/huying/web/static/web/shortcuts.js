/* Keys: / search, ? list of keys, arrows in a table, Ctrl+Enter sends the form, Esc folds. */
(function () {
  'use strict';

  const list = document.querySelector('[data-shortcuts-dialog]');

  function isTyping(target) {
    return target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select') || target.isContentEditable;
  }

  function visibleName(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll('kbd').forEach((key) => key.remove());
    return copy.textContent.trim() || element.getAttribute('aria-label') || '';
  }

  function showKeys() {
    if (!list || !list.showModal || list.open) return;
    const place = list.querySelector('[data-shortcuts-list]');
    place.querySelectorAll('[data-found]').forEach((old) => old.remove());
    document.querySelectorAll('main [accesskey]').forEach((element) => {
      const term = document.createElement('dt');
      const key = document.createElement('kbd');
      key.textContent = 'Alt+' + element.accessKey.toUpperCase();
      term.append(key);
      const words = document.createElement('dd');
      words.textContent = visibleName(element);
      [term, words].forEach((part) => part.setAttribute('data-found', ''));
      place.append(term, words);
    });
    list.showModal();
  }

  function moveRow(target, step) {
    const row = target.closest('.hy-table tbody tr');
    if (!row) return false;
    const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    const link = next && next.querySelector('a, button');
    if (link) link.focus();
    return Boolean(link);
  }

  function fold(target) {
    const sheet = target.closest('details.hy-confirm[open]');
    if (!sheet) return;
    sheet.open = false;
    sheet.querySelector('summary').focus();
  }

  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (event.isComposing || event.keyCode === 229) return;
    if (key === 'Enter' && event.ctrlKey && target.form) {
      event.preventDefault();
      target.form.requestSubmit();
      return;
    }
    if (key === 'Escape') {
      fold(target);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(target) || document.querySelector('dialog[open]')) return;
    if (key === '/') {
      event.preventDefault();
      document.getElementById('search-q').focus();
    } else if (key === '?') {
      showKeys();
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (moveRow(target, key === 'ArrowDown' ? 1 : -1)) event.preventDefault();
    }
  });
})();
