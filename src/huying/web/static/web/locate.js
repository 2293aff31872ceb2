/* Offers to fill in where the phone is. Browsers allow it on https only; without scripts the field is typed. */
(function () {
  'use strict';
  const field = document.querySelector('[data-locate]');
  if (!field || !navigator.geolocation || !window.isSecureContext) return;

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn';
  button.textContent = '取手机定位';
  const told = document.createElement('span');
  told.className = 'hy-quiet';
  told.setAttribute('role', 'status');
  const row = document.createElement('div');
  row.className = 'hy-buttons';
  row.append(button, told);
  field.after(row);

  button.addEventListener('click', () => {
    told.textContent = '正在定位…';
    navigator.geolocation.getCurrentPosition(
      (found) => {
        field.value = found.coords.latitude.toFixed(6) + ',' + found.coords.longitude.toFixed(6);
        told.textContent = '已填入，误差约 ' + Math.round(found.coords.accuracy) + ' 米。';
      },
      () => { told.textContent = '没有取到位置，可以不填。'; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
})();
