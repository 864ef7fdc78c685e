/**
 * Who may fill in a form: above one that nobody has taken on stands how to do so, above one that somebody else has
 * stands who. Tasklist has a small link for it elsewhere, and leaves the form grey without a word.
 */
import {chinese, element} from './page.js';

/** What to say above the form; null where it can be filled in. */
function wanted(pane) {
  const head = document.querySelector('[cam-tasklist-task-meta]');
  if (!head || !pane.querySelector('.disabled-form')) {
    return null;
  }
  if (head.querySelector('button.claim')) {
    return {key: 'free', words: chinese() ? '这项任务还没有人认领，认领以后就可以填写。' : 'Nobody has claimed this task yet. Claim it to fill in the form.'};
  }
  const holder = (head.querySelector('.assignee') || head).textContent.trim();
  return {
    key: 'held ' + holder,
    words: chinese()
      ? '这项任务正由“' + holder + '”办理，所以不能填写。要换人办理，请由对方先取消认领。'
      : 'This task is being done by ' + holder + ', so the form is closed. To take it over, ask them to give it back first.'
  };
}

function claim() {
  // Its own place in the head, which knows all that belongs to claiming.
  document.querySelector('[cam-tasklist-task-meta] button.claim').click();
}

function look() {
  const pane = document.querySelector('.form-pane');
  const shown = pane && pane.querySelector('.dudao-claim');
  const want = pane && wanted(pane);
  if ((shown && shown.dataset.key) === (want && want.key) || (!shown && !want)) {
    return;
  }
  if (shown) {
    shown.remove();
  }
  if (want) {
    const bar = element(
      'div',
      {className: 'dudao-claim', role: 'status'},
      element('span', {textContent: want.words}),
      want.key === 'free' &&
        element('button', {type: 'button', className: 'btn btn-primary', textContent: chinese() ? '认领并填写' : 'Claim and fill in', onclick: claim})
    );
    bar.dataset.key = want.key;
    pane.prepend(bar);
  }
}

let waiting = false;

new MutationObserver(() => {
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      look();
    });
  }
}).observe(document.documentElement, {childList: true, subtree: true, attributes: true, attributeFilter: ['class']});
