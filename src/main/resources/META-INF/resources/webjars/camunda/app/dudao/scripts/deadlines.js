/** Deadlines in the task list and at the task, in working days and colours, instead of Tasklist's days of the calendar. */
import {chinese, day, element, load, timeLeft} from './page.js';

const known = new Map();
let asked = '';

function idOf(link) {
  const found = /[?&]task=([^&]+)/.exec(link || '');
  return found && decodeURIComponent(found[1]);
}

function listed() {
  return [...document.querySelectorAll('.tasks-list li.task')].map(item => {
    const link = item.querySelector('a[href*="task="]');
    return {item, id: link && idOf(link.getAttribute('href'))};
  });
}

function badge(deadline) {
  const kind = deadline.overdue ? 'dudao-due-over' : deadline.workingDays <= 1 ? 'dudao-due-soon' : 'dudao-due-later';
  // On the day itself, and on days off after it, no working day has passed yet.
  const words = deadline.overdue && deadline.workingDays === 0 ? (chinese() ? '已逾期' : 'overdue') : timeLeft(deadline.workingDays);
  return element('span', {className: 'dudao-due ' + kind, title: day(deadline.deadline), textContent: words});
}

function put(place, deadline) {
  const shown = place.querySelector(':scope > .dudao-due');
  const made = badge(deadline);
  if (!shown) {
    place.prepend(made);
  } else if (shown.textContent !== made.textContent || shown.className !== made.className) {
    shown.replaceWith(made);
  }
}

function show() {
  listed().forEach(({item, id}) => known.has(id) && put(item.querySelector('.clickable') || item, known.get(id)));
  const open = idOf(location.hash);
  const head = document.querySelector('[cam-tasklist-task-meta] .due-date');
  if (head && known.has(open)) {
    put(head, known.get(open));
  }
}

async function look() {
  const ids = [...new Set([...listed().map(each => each.id), idOf(location.hash)].filter(Boolean))];
  const key = ids.join(',');
  if (!key || key === asked) {
    show();
    return;
  }
  asked = key;
  try {
    const found = await load('/api/task-deadlines?' + new URLSearchParams(ids.map(id => ['task', id])));
    found.forEach(deadline => known.set(deadline.task, deadline));
    show();
  } catch (problem) {
    // Tasklist's own words stay, and the next change of the list asks again.
    asked = '';
  }
}

let waiting = false;

new MutationObserver(() => {
  if (!waiting) {
    waiting = true;
    setTimeout(() => {
      waiting = false;
      look();
    }, 100);
  }
}).observe(document.documentElement, {childList: true, subtree: true});
