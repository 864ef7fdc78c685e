/** What happened in one process instance, as a list and on its diagram. */
import {dialog, element, load, moment, said} from './page.js';

function address(instance) {
  return '/api/process-instances/' + encodeURIComponent(instance) + '/timeline';
}

function entry(each) {
  const noted = each.state === '记录';
  const until = each.until && moment(each.until) !== moment(each.at) ? ' 至 ' + moment(each.until) : '';
  return element(
    'li',
    {className: noted ? 'dudao-noted' : ['正在进行', '等待中'].includes(each.state) ? 'dudao-running' : ''},
    noted
      ? each.what
      : [
          element('strong', {textContent: each.what}),
          ' ' + moment(each.at) + until + '，' + each.state,
          each.by && '（' + each.by + '）'
        ]
  );
}

/** Fills the container with what happened, the oldest first. */
export function fillTimeline(container, found) {
  container.classList.add('dudao-timeline');
  // A long one scrolls in Cockpit's tab: by the keyboard too.
  container.tabIndex = 0;
  container.replaceChildren(
    element('p', {}, found.title + '，' + (found.running ? '正在进行' : '已经结束') + (found.businessKey ? '，编号 ' + found.businessKey : '') + '。'),
    element('ol', {}, ...found.entries.map(entry))
  );
}

export async function showTimeline(container, instance) {
  container.textContent = said('正在查找……');
  try {
    fillTimeline(container, await load(address(instance)));
  } catch (problem) {
    container.replaceChildren(element('p', {className: 'dudao-problem', textContent: problem.message}));
  }
}

/** The same in a dialog, for a process that is over. */
export function timeline(instance) {
  const place = element('div');
  dialog('经过', 'dudao-list', place);
  showTimeline(place, instance);
}

/** Marks on the diagram what is behind. */
export async function markPassed(viewer, instance) {
  const found = await load(address(instance));
  const elements = viewer.get('elementRegistry');
  const canvas = viewer.get('canvas');
  found.passed.filter(id => elements.get(id)).forEach(id => canvas.addMarker(id, 'dudao-passed'));
}
