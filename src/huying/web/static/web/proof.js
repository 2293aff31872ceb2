/* The puzzle that stands for the question: find a number whose SHA-256 with the nonce begins with zero bits.
   Own SHA-256, since crypto.subtle is missing on a plain http intranet. Without scripts the question stays. */
(function () {
  'use strict';
  const box = document.querySelector('[data-proof]');
  if (!box) return;

  const K = new Uint32Array(64);
  const START = new Uint32Array(8);
  for (let prime = 2, found = 0; found < 64; prime += 1) {
    let isPrime = true;
    for (let by = 2; by * by <= prime; by += 1) if (prime % by === 0) isPrime = false;
    if (!isPrime) continue;
    const fraction = (root) => ((root - Math.floor(root)) * 4294967296) >>> 0;
    if (found < 8) START[found] = fraction(Math.sqrt(prime));
    K[found] = fraction(Math.cbrt(prime));
    found += 1;
  }

  const words = new Uint32Array(64);
  const turn = (x, by) => (x >>> by) | (x << (32 - by));

  /* First 32 bits of the SHA-256 of an ASCII text shorter than 56 characters: one block. */
  function head(text) {
    words.fill(0, 0, 16);
    for (let i = 0; i < text.length; i += 1) words[i >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
    words[text.length >> 2] |= 128 << (24 - (text.length % 4) * 8);
    words[15] = text.length * 8;
    for (let i = 16; i < 64; i += 1) {
      const x = words[i - 15];
      const y = words[i - 2];
      const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
      const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
      words[i] = words[i - 16] + s0 + words[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = START;
    for (let i = 0; i < 64; i += 1) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    return (START[0] + a) >>> 0;
  }

  const nonce = box.dataset.proof;
  const limit = 2 ** (32 - Number(box.dataset.bits));
  let tried = 0;

  function search() {
    for (const until = tried + 2000; tried < until; tried += 1) {
      if (head(`${nonce}:${tried}`) < limit) {
        box.querySelector('[name=work]').value = String(tried);
        box.querySelector('[data-proof-question]').hidden = true;
        return;
      }
    }
    setTimeout(search, 0);
  }
  search();
})();
