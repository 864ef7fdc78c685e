/** A tab of the task: what was owed, how the deadline came about, who was told what and when, and who decided. */
import {day, element, load, said} from './page.js';
import {papers} from './papers.js';

function matter(found) {
  const section = element('section');
  section.append(element('h4', {textContent: found.title}));
  const facts = element('p');
  facts.append(
    [
      found.unitName && '责任单位：' + found.unitName,
      found.state && '现在：' + found.state,
      found.deadline && '期限：' + day(found.deadline) + '结束前',
      found.arithmetic && '期限的来历：' + found.arithmetic
    ]
      .filter(Boolean)
      .join('；') + '。'
  );
  const steps = element('ol');
  found.steps.forEach(step => steps.append(element('li', {textContent: step.sentence})));
  section.append(facts, steps);
  return section;
}

async function show(container, taskId) {
  const found = await load('/api/tasks/' + encodeURIComponent(taskId) + '/explanation');
  container.replaceChildren(element('h3', {textContent: found.title}), ...found.matters.map(matter), await papers(found.businessKey));
}

export default {
  id: 'dudao-explanation',
  pluginPoint: 'tasklist.task.detail',
  priority: 600,
  get properties() {
    return {label: said('来龙去脉')};
  },
  render(container, {taskId}) {
    container.className = 'dudao-explanation';
    container.textContent = said('正在查找……');
    show(container, taskId).catch(problem => {
      container.replaceChildren(element('p', {textContent: problem.message}));
    });
  }
};
