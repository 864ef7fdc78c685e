/**
 * Keeps the time on the rehearsal's strip going, and lets the page take the rehearsal's time for its own: due dates are
 * shown as so many days from now, and calendars open at today. Between two answers of the server the page's time runs
 * as fast as real time, since waits and double clicks are measured with it.
 */
(function () {
  const {now, source} = document.currentScript.dataset;
  const RealDate = Date;
  const showEveryMillis = 200;
  const askEveryMillis = 5000;
  let speed = 0;
  let known = Number(now);
  let knownSince = performance.now();
  let ahead = known - RealDate.now();

  const pageNow = () => RealDate.now() + ahead;
  window.Date = new Proxy(RealDate, {
    construct: (target, parts, created) => Reflect.construct(target, parts.length ? parts : [pageNow()], created),
    apply: () => new RealDate(pageNow()).toString(),
    get: (target, name) => (name === 'now' ? pageNow : Reflect.get(target, name))
  });
  RealDate.prototype.constructor = window.Date;

  function show() {
    const clock = document.querySelector('#dudao-rehearsal time');
    if (clock) {
      const beijing = 8 * 60 * 60 * 1000;
      const instant = known + (performance.now() - knownSince) * speed;
      clock.textContent = new RealDate(instant + beijing).toISOString().slice(0, 16).replace('T', ' ');
    }
  }

  async function ask() {
    try {
      const answer = await (await fetch(source, {cache: 'no-store'})).json();
      known = RealDate.parse(answer.now);
      knownSince = performance.now();
      ahead = known - RealDate.now();
      speed = answer.speed;
    } catch (e) {
      // A server that is not there keeps no time: neither does the strip.
      known += (performance.now() - knownSince) * speed;
      knownSince = performance.now();
      speed = 0;
    }
  }

  ask();
  setInterval(ask, askEveryMillis);
  setInterval(show, showEveryMillis);
})();
