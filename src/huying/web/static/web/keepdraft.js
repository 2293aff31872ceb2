/* Asks before the page is left with text that was typed and not sent. Nothing is stored. */
(function () {
  'use strict';

  let sent = null;

  function isChanged(control) {
    if (control.disabled || control.type === 'hidden' || control.type === 'password') return false;
    if (control.type === 'checkbox' || control.type === 'radio') return control.checked !== control.defaultChecked;
    if (control.tagName === 'SELECT') {
      const options = Array.from(control.options);
      if (!control.multiple && !options.some((option) => option.defaultSelected)) return control.selectedIndex > 0;
      return options.some((option) => option.selected !== option.defaultSelected);
    }
    return 'defaultValue' in control && control.value !== control.defaultValue;
  }

  /* A refused form comes back with the typed text as its defaults; [data-unsaved] marks it. */
  function isUnsaved(form) {
    return Boolean(document.querySelector('[data-unsaved]')) || Array.from(form.elements).some(isChanged);
  }

  document.addEventListener('submit', (event) => {
    sent = event.defaultPrevented ? null : event.target;
  });

  window.addEventListener('pageshow', () => {
    sent = null;
  });

  window.addEventListener('beforeunload', (event) => {
    const forms = Array.from(document.querySelectorAll('form[data-keep-draft]'));
    if (forms.some((form) => form !== sent && isUnsaved(form))) {
      event.preventDefault();
      event.returnValue = '';
    }
  });
})();
