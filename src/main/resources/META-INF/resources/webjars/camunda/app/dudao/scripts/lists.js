/** Lists and choices as our pages have them: tables that become cards on a phone, and lists in a dialog, page by page. */
import {dialog, element, said} from './page.js';

/** How many rows a list shows at once. */
export const PAGE = 50;

export function query(values) {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return set.length ? '?' + new URLSearchParams(set) : '';
}

export function button(words, label, open, className = '') {
  return element('button', {type: 'button', className: 'dudao-figure ' + className, 'aria-label': label, onclick: open}, words);
}

export function table(head, rows, className = '') {
  return element(
    'div',
    {className: 'dudao-scroll', tabIndex: 0, role: 'region', 'aria-label': head[0] + '列表'},
    element(
      'table',
      {className: 'table dudao-table ' + className},
      element('thead', {}, element('tr', {}, ...head.map(words => element('th', {scope: 'col', textContent: words})))),
      element('tbody', {}, ...rows)
    )
  );
}

/** A list in a dialog, page by page. */
export function list(title, fetchPage, head, row, above = [], nothing = '没有符合条件的事项。') {
  const place = element('div', {'aria-live': 'polite'});
  const over = dialog(title, 'dudao-list', ...above, place);
  const show = async page => {
    place.textContent = said('正在查找……');
    try {
      const found = await fetchPage(page);
      const last = Math.max(0, Math.ceil(found.total / PAGE) - 1);
      const turn = (words, to, possible) =>
        element('button', {type: 'button', className: 'btn btn-default btn-sm', textContent: words, disabled: !possible, onclick: () => show(to)});
      place.replaceChildren(
        element('p', {textContent: found.total ? '共' + found.total + '件' : nothing}),
        found.total ? table(head, found.items.map(item => row(item, () => over)), 'dudao-rows') : '',
        last
          ? element('nav', {}, turn('上一页', page - 1, page > 0), ' 第' + (page + 1) + '页，共' + (last + 1) + '页 ', turn('下一页', page + 1, page < last))
          : ''
      );
    } catch (problem) {
      place.replaceChildren(element('p', {className: 'dudao-problem', textContent: problem.message}));
    }
  };
  show(0);
}

export function cells(head, ...values) {
  return element('tr', {}, ...values.map((value, i) => element('td', {'data-label': head[i]}, value === null ? '' : value)));
}

export function choice(label, values, chosen, onChange, all) {
  const select = element(
    'select',
    {className: 'form-control', onchange: () => onChange(select.value)},
    all && element('option', {value: '', textContent: all}),
    ...values.map(value => element('option', {value: value.id, textContent: value.name, selected: value.id === chosen}))
  );
  return element('label', {}, element('span', {textContent: label}), select);
}
