/* Opens sign-in over the page when the session has ended, then repeats what was being sent.
 *
 * The server answers an htmx request without a session with 401, and GET data-session-url with
 * {"csrf_token", "owner"}, or 401. What the page had typed never leaves it until it is sent again. */
(function () {
  'use strict';

  const dialog = document.querySelector('[data-session-dialog]');
  const { sessionUrl, signInUrl, sessionOwner } = document.body.dataset;
  if (!dialog || !dialog.showModal) return;

  const slot = dialog.querySelector('[data-session-slot]');
  const sentence = dialog.querySelector('[data-session-sentence]');
  const OFFLINE = '网络不通，内容没有提交，请检查网络后再试。';
  const SOMEBODY_ELSE = '现在登录的账号或岗位与打开本页时不同，内容没有提交。请换回原来的账号，或复制文字后重新打开本页。';
  const LEFT = '内容还没有提交，都保留在本页；再次提交时会请您登录。';
  const TRUSTED_FOR = 60 * 1000;
  const checked = new WeakSet();
  let lastAnswer = Date.now();
  let again = null;

  function isJson(answer) {
    return answer.ok && (answer.headers.get('Content-Type') || '').includes('json');
  }

  /* Return the present session, or null when there is none. */
  async function present() {
    const answer = await fetch(sessionUrl, { headers: { Accept: 'application/json' }, cache: 'no-store' });
    return isJson(answer) ? answer.json() : null;
  }

  function freshen(session) {
    document.querySelectorAll('input[name=csrfmiddlewaretoken]').forEach((input) => {
      input.value = session.csrf_token;
    });
    lastAnswer = Date.now();
    delete document.body.dataset.sessionEnded;
  }

  function scold(words) {
    sentence.textContent = words;
    sentence.hidden = !words;
  }

  /* Put the sign-in part of a page into the dialog; say whether it had one. */
  function show(page) {
    const part = new DOMParser().parseFromString(page, 'text/html').querySelector('[data-signin]');
    if (!part) return false;
    slot.replaceChildren(document.importNode(part, true));
    const first = slot.querySelector('input:not([type=hidden]), button, a');
    if (first) first.focus();
    return true;
  }

  function resume(session) {
    if (session.owner !== sessionOwner) {
      again = null;
      dialog.close();
      window.huying.say(SOMEBODY_ELSE, 'is-error');
      return;
    }
    freshen(session);
    const repeat = again;
    again = null;
    dialog.close();
    window.huying.hush();
    if (repeat) repeat();
  }

  async function take(answer) {
    if (isJson(answer)) {
      resume(await answer.json());
    } else if (!show(await answer.text())) {
      const session = await present();
      if (session) resume(session);
      else scold('登录没有完成，请稍后再试。');
    }
  }

  async function ask(repeat) {
    document.body.dataset.sessionEnded = '';
    again = repeat;
    scold('');
    if (!dialog.open) dialog.showModal();
    try {
      await take(await fetch(signInUrl + '?next=' + encodeURIComponent(sessionUrl), { headers: { Accept: 'text/html' }, cache: 'no-store' }));
    } catch (failure) {
      scold(OFFLINE);
    }
  }

  dialog.addEventListener('submit', async (event) => {
    const form = event.target;
    if (form.getAttribute('method') === 'dialog') return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form));
    if (event.submitter && event.submitter.name) fields.append(event.submitter.name, event.submitter.value);
    scold('');
    try {
      await take(await fetch(form.getAttribute('action'), { method: 'POST', body: fields, headers: { Accept: 'text/html' } }));
    } catch (failure) {
      scold(OFFLINE);
    }
  });

  dialog.addEventListener('close', () => {
    if (again) window.huying.say(LEFT, 'is-warning');
    again = null;
    slot.replaceChildren();
  });

  async function check(form, submitter) {
    const send = () => {
      checked.add(form);
      form.requestSubmit(submitter);
    };
    let session;
    try {
      session = await present();
    } catch (failure) {
      window.huying.say(OFFLINE, 'is-error');
      return;
    }
    if (!session) {
      ask(send);
    } else if (session.owner !== sessionOwner) {
      window.huying.say(SOMEBODY_ELSE, 'is-error');
    } else {
      freshen(session);
      send();
    }
  }

  /* A plain form leaves the page when sent, so the session is looked at first. */
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const isPlain = form.getAttribute('method') === 'post' && !form.matches('[hx-post], [hx-put], [hx-patch], [hx-delete]');
    if (!isPlain || dialog.contains(form)) return;
    if (checked.delete(form) || Date.now() - lastAnswer < TRUSTED_FOR) return;
    event.preventDefault();
    check(form, event.submitter);
  }, true);

  window.addEventListener('pageshow', (event) => {
    if (event.persisted) lastAnswer = 0;
  });

  /* Lets the server refuse what a page of another person, or of another seat, sends. */
  document.body.addEventListener('htmx:configRequest', (event) => {
    event.detail.headers['X-Huying-Owner'] = sessionOwner;
  });

  function landedOnSignIn(xhr) {
    return Boolean(xhr.responseURL) && new URL(xhr.responseURL).pathname === signInUrl;
  }

  document.body.addEventListener('htmx:beforeSwap', (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    const cause = requestConfig.triggeringEvent;
    if (xhr.status !== 401 && !landedOnSignIn(xhr)) {
      lastAnswer = Date.now();
      return;
    }
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    if ((cause && cause.type === 'live') || elt.hasAttribute('data-asks-by-itself')) {
      document.body.dataset.sessionEnded = '';
      window.huying.say('登录已过期，页面上的数字不再更新。', 'is-warning', { label: '重新登录', act: () => ask(null) });
    } else {
      ask(() => {
        if (elt.tagName === 'FORM') elt.requestSubmit(cause && cause.submitter);
        else window.htmx.trigger(elt, cause ? cause.type : 'click');
      });
    }
  });
})();
