/* Puts a proposed text into its field, where the field is still empty; what somebody typed is never changed. */
(function () {
  'use strict';
  document.documentElement.classList.add('hy-scripted');

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-into]');
    if (!button) return;
    const field = document.getElementById(button.dataset.into);
    if (!field) return;
    const name = field.labels.length ? field.labels[0].textContent.replace('*', '').trim() : '';
    if (field.value.trim()) {
      window.huying.say('「' + name + '」已经填了，没有改动；要换的，请先清空再点。', 'is-warning');
      return;
    }
    const from = document.getElementById(button.dataset.from);
    field.value = 'value' in button.dataset ? button.dataset.value : from.textContent;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    field.focus();
  });
})();
