/**
 * What Tasklist's head gets beyond its own: notices, the unit's board, its appraisal and the bulletins, a search, several tasks in
 * one go; and codes from papers.
 */
import {alike} from './alike.js';
import {appraisal} from './appraisal.js';
import {board} from './board.js';
import {bulletins} from './bulletins.js';
import {chinese, dialog, element} from './page.js';
import {matter, search} from './matter.js';
import {countNotices, notices} from './notices.js';

function unitBoard() {
  const place = element('div');
  const over = dialog(chinese() ? '本单位看板' : "My unit's board", 'dudao-wide', place);
  over.addEventListener('close', board(place, false));
}

function inDialog(zh, en, show) {
  return () => {
    const place = element('div');
    dialog(chinese() ? zh : en, 'dudao-wide', place);
    show(place, '');
  };
}

/** @param made called with the entry's link */
function entry(id, priority, zh, en, open, made = () => {}) {
  return {
    id: 'dudao-entry-' + id,
    pluginPoint: 'tasklist.navbar.action',
    priority,
    render: container => {
      const link = element('a', {
        href: '',
        className: 'dudao-entry',
        textContent: chinese() ? zh : en,
        onclick: event => {
          event.preventDefault();
          open();
        }
      });
      container.append(link);
      made(link);
    }
  };
}

/** A code on a paper leads here: after the login too, which forgets where one wanted to go. */
const WANTED = 'dudao-matter';

let last = null;

function openWanted() {
  const inAddress = /[?&]matter=([^&]+)/.exec(location.hash);
  if (inAddress && inAddress[1] !== last) {
    last = inAddress[1];
    sessionStorage.setItem(WANTED, decodeURIComponent(inAddress[1]));
  }
  const key = sessionStorage.getItem(WANTED);
  if (key && document.querySelector('.tasks-list')) {
    sessionStorage.removeItem(WANTED);
    matter(key);
  }
}

openWanted();
window.addEventListener('hashchange', openWanted);
new MutationObserver(() => sessionStorage.getItem(WANTED) && openWanted()).observe(document.documentElement, {childList: true, subtree: true});

export default [
  entry('notices', 293, '消息', 'Notices', notices, countNotices),
  entry('board', 290, '本单位看板', "My unit's board", unitBoard),
  entry('bulletins', 287, '情况通报', 'Bulletins', inDialog('情况通报', 'Bulletins', bulletins)),
  entry('appraisal', 284, '考评', 'Appraisal', inDialog('考评', 'Appraisal', appraisal)),
  entry('search', 280, '查找', 'Search', search),
  entry('alike', 270, '批量办理', 'Several at once', alike)
];
