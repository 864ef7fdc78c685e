/** The page of one matter, a hazard's or a school's: what happened, the reader's own tasks, and the code for its paper. */
import {chinese, dialog, element, load, said} from './page.js';
import {papers} from './papers.js';
import {fillTimeline} from './timeline.js';

/** A link to a task in Tasklist, from wherever one is. */
export function taskLink(task, onOpen) {
  return element('a', {
    href: '/camunda/app/tasklist/default/#/?task=' + encodeURIComponent(task.id),
    textContent: task.name,
    onclick: event => {
      if (location.pathname.includes('/tasklist/')) {
        event.preventDefault();
        onOpen();
        location.hash = '#/?task=' + encodeURIComponent(task.id);
      }
    }
  });
}

export async function matter(key) {
  const place = element('div', {'aria-live': 'polite'}, '正在查找……');
  const over = dialog(key, 'dudao-list', place);
  try {
    const found = await load('/api/matters?' + new URLSearchParams({key}));
    const what = element('div');
    fillTimeline(what, found.timeline);
    const made = await papers(key);
    place.replaceChildren(
      found.tasks.length
        ? element(
            'section',
            {},
            element('h4', {textContent: '等您办理'}),
            element('ul', {}, ...found.tasks.map(task => element('li', {}, taskLink(task, () => over.close()))))
          )
        : '',
      element('h4', {textContent: '经过'}),
      what,
      made,
      element('p', {}, element('a', {
        className: 'btn btn-default',
        href: '/api/matters/code.svg?' + new URLSearchParams({key}),
        target: '_blank',
        rel: 'noopener',
        textContent: '二维码（打印后贴在纸质材料上）'
      }))
    );
  } catch (problem) {
    place.replaceChildren(element('p', {className: 'dudao-problem', textContent: problem.message}));
  }
}

/** Looks for hazards, schools and tasks by number, name or place. */
export function search() {
  const words = element('input', {type: 'search', className: 'form-control', 'aria-label': '查找', placeholder: '编号、学校或地点，例如 H0007'});
  const found = element('div', {'aria-live': 'polite'});
  const over = dialog(
    chinese() ? '查找隐患、学校、任务' : 'Find hazards, schools, tasks',
    'dudao-list',
    element(
      'form',
      {
        className: 'dudao-search',
        onsubmit: async event => {
          event.preventDefault();
          found.textContent = said('正在查找……');
          try {
            const answer = await load('/api/search?' + new URLSearchParams({q: words.value}));
            const list = (title, items) =>
              items.length ? element('section', {}, element('h4', {textContent: title}), element('ul', {}, ...items.map(item => element('li', {}, item)))) : '';
            found.replaceChildren(
              answer.tasks.length + answer.matters.length ? '' : element('p', {textContent: '没有找到。请换个编号、学校或地点试试。'}),
              list('等您办理的任务', answer.tasks.map(task => taskLink(task, () => over.close()))),
              list(
                '隐患和学校',
                answer.matters.map(item =>
                  element('button', {
                    type: 'button',
                    className: 'btn btn-link',
                    textContent: item.key + ' ' + item.school + ' ' + item.what + (item.state ? '（' + item.state + '）' : ''),
                    onclick: () => matter(item.key)
                  })
                )
              )
            );
          } catch (problem) {
            found.replaceChildren(element('p', {className: 'dudao-problem', textContent: problem.message}));
          }
        }
      },
      words,
      element('button', {type: 'submit', className: 'btn btn-primary', textContent: '查找'})
    ),
    found
  );
  words.focus();
}
