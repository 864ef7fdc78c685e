/** Tasklist on a phone: its columns stand below each other there, and a task that was opened is far below the list. */
import {chinese, element} from './page.js';

const NARROW = '(max-width: 767px)';

function opened() {
  return /[?&]task=/.test(location.hash);
}

function back() {
  const list = document.querySelector('ol.tasks-list');
  if (list) {
    list.scrollIntoView({block: 'start'});
  }
}

function goToTask(tries = 20) {
  const head = document.querySelector('[cam-tasklist-task-meta]');
  const task = head && head.parentElement;
  if (!task) {
    if (tries) {
      setTimeout(() => goToTask(tries - 1), 150);
    }
    return;
  }
  if (!task.querySelector('.dudao-back')) {
    task.prepend(element('button', {type: 'button', className: 'btn btn-default dudao-back', textContent: chinese() ? '↑ 回到任务列表' : '↑ Back to the list', onclick: back}));
  }
  task.scrollIntoView({block: 'start'});
  // Before its form has come the page may be too short for that.
  setTimeout(() => task.isConnected && task.scrollIntoView({block: 'start'}), 1000);
}

window.addEventListener('hashchange', event => {
  const before = /[?&]task=([^&]+)/.exec(event.oldURL);
  const now = /[?&]task=([^&]+)/.exec(event.newURL);
  if (window.matchMedia(NARROW).matches && now && (!before || before[1] !== now[1])) {
    goToTask();
  }
});

if (window.matchMedia(NARROW).matches && opened()) {
  goToTask();
}
