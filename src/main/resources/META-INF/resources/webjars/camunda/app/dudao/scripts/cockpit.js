/** Our parts of Cockpit: our pages, the board on the dashboard too, and what happened at each process instance. */
import {appraisal} from './appraisal.js';
import {board} from './board.js';
import {bulletins} from './bulletins.js';
import {element, load, said} from './page.js';
import {markPassed, showTimeline} from './timeline.js';

const PAGE = '#/board';
const APPRAISAL = '#/appraisal';
const BULLETINS = '#/bulletins';

async function summary(container) {
  container.classList.add('dudao-board');
  try {
    const view = await load('/api/board');
    const total = (rows, name) => rows.reduce((all, row) => all + row[name], 0);
    const figure = (words, number) =>
      element('li', {}, element('a', {className: 'dudao-figure', href: PAGE}, element('strong', {textContent: number}), element('span', {textContent: words})));
    container.replaceChildren(
      element('h3', {}, element('a', {href: PAGE, textContent: '督导看板'})),
      element(
        'ul',
        {className: 'dudao-figures'},
        figure('在办', total(view.units, 'open')),
        figure('逾期', total(view.units, 'overdue')),
        figure('在督办阶梯上', total(view.ladder, 'count')),
        figure('未销号隐患', total(view.areas, 'open'))
      ),
      element(
        'p',
        {className: 'dudao-filters'},
        element('a', {href: APPRAISAL, textContent: '考评排名'}),
        element('a', {href: BULLETINS, textContent: '情况通报'})
      )
    );
  } catch (problem) {
    container.replaceChildren(element('p', {textContent: '督导看板：' + problem.message}));
  }
}

let close = () => {};

/** A page that is a choice of campaign and its parts, with its place in the navigation. */
function page(name, priority, address, words, show) {
  return [
    {
      id: 'dudao-' + name,
      pluginPoint: 'cockpit.route',
      properties: {path: address.slice(1)},
      render: container => show(container, words)
    },
    {
      id: 'dudao-' + name + '-link',
      pluginPoint: 'cockpit.navigation',
      priority,
      properties: {pagePath: address, label: said(words)}
    }
  ];
}

export default [
  {
    id: 'dudao-board',
    pluginPoint: 'cockpit.route',
    properties: {path: '/board'},
    render: container => {
      close = board(container, true);
    },
    unmount: () => close()
  },
  {
    id: 'dudao-board-link',
    pluginPoint: 'cockpit.navigation',
    priority: 1000,
    properties: {pagePath: PAGE, label: said('督导看板')}
  },
  ...page('appraisal', 990, APPRAISAL, '考评排名', appraisal),
  ...page('bulletins', 980, BULLETINS, '情况通报', bulletins),
  {
    id: 'dudao-board-summary',
    pluginPoint: 'cockpit.dashboard',
    priority: 1000,
    render: container => {
      summary(container);
    }
  },
  {
    id: 'dudao-timeline',
    pluginPoint: 'cockpit.processInstance.runtime.tab',
    priority: 1000,
    properties: {label: said('经过')},
    render: (container, {processInstanceId}) => {
      showTimeline(container, processInstanceId);
    }
  },
  {
    id: 'dudao-passed',
    pluginPoint: 'cockpit.processInstance.diagram.plugin',
    render: (viewer, {processInstanceId}) => {
      // Without it the diagram is as it was; the tab beside it says what is wrong.
      markPassed(viewer, processInstanceId).catch(() => {});
    }
  }
];
