/** Our parts of Cockpit: the board as a page and on the dashboard, and what happened at each process instance. */
import {board} from './board.js';
import {element, load, said} from './page.js';
import {markPassed, showTimeline} from './timeline.js';

const PAGE = '#/board';

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
      )
    );
  } catch (problem) {
    container.replaceChildren(element('p', {textContent: '督导看板：' + problem.message}));
  }
}

let close = () => {};

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
