/**
 * Who raised a matter, in the form of those who handle it (class dudao-raiser). It is asked for each time and stands in no
 * variable of the process: more people may read those than may know the name.
 */

const asked = new WeakSet();

async function show(place) {
  const task = new URLSearchParams(location.hash.split('?')[1] || '').get('task');
  if (!task) {
    return;
  }
  const answer = await fetch('/api/tasks/' + encodeURIComponent(task) + '/raiser', {
    headers: {accept: 'application/json'},
    credentials: 'same-origin'
  });
  if (answer.ok) {
    const raiser = await answer.json();
    // Who need not stay unnamed is in the form's own text.
    place.textContent = raiser.confidential
      ? '提出人：' + raiser.raisedByName + '（要求保密，只有您的单位能看到，不得外传）'
      : '';
  }
}

function lookForNew() {
  document.querySelectorAll('.fjs-container .dudao-raiser').forEach(place => {
    if (!asked.has(place)) {
      asked.add(place);
      show(place).catch(() => {
        place.textContent = '提出人暂时查不到，请稍后重新打开这项任务。';
      });
    }
  });
}

new MutationObserver(lookForNew).observe(document.documentElement, {childList: true, subtree: true});
