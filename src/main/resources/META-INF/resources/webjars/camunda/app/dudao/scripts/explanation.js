/** A tab of the task: what was owed, how the deadline came about, who was told what and when, and who decided. */

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) {
    made.textContent = text;
  }
  if (className) {
    made.className = className;
  }
  return made;
}

function day(instant) {
  return new Intl.DateTimeFormat('zh-CN', {dateStyle: 'long', timeZone: 'Asia/Shanghai'}).format(new Date(instant));
}

function matter(found) {
  const section = element('section');
  section.append(element('h4', found.title));
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
  found.steps.forEach(step => steps.append(element('li', step.sentence)));
  section.append(facts, steps);
  return section;
}

async function show(container, taskId) {
  const answer = await fetch('/api/tasks/' + encodeURIComponent(taskId) + '/explanation', {
    headers: {accept: 'application/json'},
    credentials: 'same-origin'
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    container.replaceChildren(element('p', body.message || body.detail || '暂时打不开，请稍后再试。'));
    return;
  }
  container.replaceChildren(element('h3', body.title), ...body.matters.map(matter));
}

export default {
  id: 'dudao-explanation',
  pluginPoint: 'tasklist.task.detail',
  priority: 600,
  properties: {label: '来龙去脉'},
  render(container, {taskId}) {
    container.className = 'dudao-explanation';
    container.textContent = '正在查找……';
    show(container, taskId).catch(() => {
      container.replaceChildren(element('p', '网络不通，请稍后再点开一次。'));
    });
  }
};
