/* Says in words why an htmx request was refused or did not arrive; nothing fails in silence. */
(function () {
  'use strict';

  const WORDS = {
    403: '您的岗位不能进行这项操作。',
    404: '没有找到这条记录，请刷新页面核对。',
    413: '附件太大，请压缩后再上传。',
    429: '操作太频繁，请稍等片刻再试。',
    503: '服务暂时不可用，内容没有提交，请稍后再试。',
  };

  function isQuiet(event) {
    const cause = event.detail.requestConfig && event.detail.requestConfig.triggeringEvent;
    return Boolean(cause) && cause.type === 'live';
  }

  document.body.addEventListener('htmx:responseError', (event) => {
    if (isQuiet(event)) return;
    const { xhr } = event.detail;
    const page = new DOMParser().parseFromString(xhr.responseText, 'text/html');
    const given = page.querySelector('[data-error-sentence]');
    const words = given ? given.textContent : WORDS[xhr.status] || '系统出错，刚才的操作没有完成，请稍后再试。';
    window.huying.say(words, 'is-error');
  });

  ['htmx:sendError', 'htmx:timeout'].forEach((name) => {
    document.body.addEventListener(name, (event) => {
      if (!isQuiet(event)) window.huying.say('网络不通，内容没有提交，请检查网络后再试。', 'is-error');
    });
  });

  /* After a refused form comes back, start reading at what is wrong. */
  document.body.addEventListener('htmx:afterSettle', (event) => {
    const notice = event.detail.elt.querySelector('[role=alert][tabindex]');
    if (notice) notice.focus();
  });
})();
