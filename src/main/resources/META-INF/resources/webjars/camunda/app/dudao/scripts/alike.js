/** Several tasks of one kind done in one go, where the model allows it: each is claimed and submitted on its own. */
import {chinese, day, dialog, element, load, said} from './page.js';

const ENGINE = '/camunda/api/engine/engine/default/task/';

async function finish(post, task, answers) {
  await load(ENGINE + task.id + '/claim', {method: 'POST', body: {userId: post}});
  const variables = Object.fromEntries(Object.entries(answers).map(([key, value]) => [key, {value}]));
  await load(ENGINE + task.id + '/submit-form', {method: 'POST', body: {variables}});
}

function group(post, each, done) {
  const rows = each.tasks.map(task => {
    const box = element('input', {type: 'checkbox', checked: true});
    const note = element('span');
    return {
      task,
      box,
      note,
      line: element('li', {}, element('label', {}, box, ' ', task.name, task.deadline ? '（' + day(task.deadline) + (chinese() ? '到期）' : '）') : ''), ' ', note)
    };
  });
  const questions = Object.entries(each.alike.ask).map(([key, words]) => ({
    key,
    input: element('input', {type: 'text', className: 'form-control', required: true, 'aria-label': words}),
    words
  }));
  const button = element('button', {type: 'submit', className: 'btn btn-primary', textContent: '全部办理'});
  const form = element(
    'form',
    {
      className: 'dudao-alike',
      onsubmit: async event => {
        event.preventDefault();
        button.disabled = true;
        const answers = {...each.alike.answers};
        questions.forEach(question => (answers[question.key] = question.input.value));
        for (const row of rows.filter(one => one.box.checked && !one.box.disabled)) {
          row.note.textContent = said('正在办理……');
          try {
            await finish(post, row.task, answers);
            row.note.textContent = said('✔ 已办');
            row.box.disabled = true;
            done();
          } catch (problem) {
            // The others go on: one task's trouble is its own.
            row.note.textContent = said('没有办成：' + problem.message);
            row.note.className = 'dudao-problem';
          }
        }
        button.disabled = rows.every(one => one.box.disabled);
      }
    },
    element('h4', {textContent: each.name + '（' + each.tasks.length + '项）'}),
    element('p', {textContent: '勾选的每一项都按“' + each.alike.words + '”办理。有不一样的，请去掉勾选，单独打开办理。'}),
    element('ul', {}, ...rows.map(row => row.line)),
    ...questions.map(question => element('label', {}, element('span', {textContent: question.words}), question.input)),
    element('p', {}, button)
  );
  return form;
}

export async function alike() {
  const place = element('div', {'aria-live': 'polite'}, '正在查找……');
  let changed = false;
  const over = dialog('批量办理', 'dudao-list', place);
  over.addEventListener('close', () => changed && location.reload());
  try {
    const {post, groups} = await load('/api/tasks/alike');
    place.replaceChildren(
      ...(groups.length
        ? groups.map(each => group(post, each, () => (changed = true)))
        : [element('p', {textContent: '现在没有可以批量办理的任务。签收方案、接收隐患可以批量办理，其他任务请逐项办理。'})])
    );
  } catch (problem) {
    place.replaceChildren(element('p', {className: 'dudao-problem', textContent: problem.message}));
  }
}
