/** What one's units and one's post were told: how many are new in Tasklist's head, and all of them in a dialog. */
import {cells, list, PAGE, query} from './lists.js';
import {matter} from './matter.js';
import {chinese, element, load, moment} from './page.js';

const NOTICE = ['时间', '内容', '涉及单位', '专项行动', '事项'];
const EVERY_MINUTE = 60000;

let link = null;

function count(unread) {
  const number = unread && element('span', {textContent: chinese() ? '（' + unread + '）' : ' (' + unread + ')'});
  link.replaceChildren(element('span', {textContent: '消息'}), number || '');
  link.classList.toggle('dudao-new', unread > 0);
  // On a phone the entry is behind the menu's button.
  const menu = document.querySelector('.navbar-toggle');
  if (menu && unread) {
    menu.dataset.unread = unread;
  } else if (menu) {
    delete menu.dataset.unread;
  }
}

async function ask() {
  try {
    count((await load('/api/notices/unread')).unread);
  } catch (problem) {
    // The next minute asks again.
  }
}

/** Keeps the number of new ones in the entry of Tasklist's head. */
export function countNotices(entry) {
  link = entry;
  ask();
  const asking = setInterval(() => {
    if (!entry.isConnected) {
      clearInterval(asking);
    } else if (!document.hidden) {
      ask();
    }
  }, EVERY_MINUTE);
}

async function shown(page) {
  const found = await load('/api/notices' + query({page, size: PAGE}));
  const unseen = found.items.filter(notice => !notice.seen).map(notice => notice.id);
  if (unseen.length) {
    load('/api/notices/seen', {method: 'PUT', body: {notices: unseen}}).then(left => count(left.unread), ask);
  } else {
    count(found.unread);
  }
  return found;
}

function row(notice) {
  return cells(
    NOTICE,
    [!notice.seen && element('strong', {className: 'dudao-late', textContent: '● 新'}), ' ' + moment(notice.at)],
    notice.text,
    notice.about,
    notice.campaignName,
    notice.businessKey &&
      element('button', {
        type: 'button',
        className: 'btn btn-link',
        'aria-label': notice.text + '，看这件事',
        textContent: '看这件事',
        onclick: () => matter(notice.businessKey)
      })
  );
}

export function notices() {
  list('消息', shown, NOTICE, row, [], '还没有消息。催办、督办、通报、取消或者改期等通知都会在这里，新的在上面。');
}
