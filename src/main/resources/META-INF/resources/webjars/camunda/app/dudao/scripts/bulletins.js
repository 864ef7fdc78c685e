/** The bulletins of a campaign, to read and to take out. */
import {campaignPage} from './campaign.js';
import {cells, query, table} from './lists.js';
import {dialog, element, load, moment, said} from './page.js';

const BULLETIN = ['期号', '标题', '发文字号', '起草由来', '进度', '印发', '签收', '文件'];

function files(campaign, number) {
  return ['docx', 'pdf'].flatMap(as => [
    element('a', {
      className: 'dudao-file',
      href: '/api/bulletins/' + number + '/document' + query({campaign, as}),
      target: '_blank',
      rel: 'noopener',
      'aria-label': '第' + number + '期 ' + as.toUpperCase(),
      textContent: as.toUpperCase()
    }),
    ' '
  ]);
}

function signed(row) {
  if (!row.readers) {
    return '';
  }
  return row.signed === row.readers ? '✔ 全部签收' : '已签收' + row.signed + '/' + row.readers;
}

function issued(row) {
  return row.issuedAt ? moment(row.issuedAt) : '';
}

async function read(campaign, row) {
  const place = element('div', {'aria-live': 'polite', textContent: '正在查找……'});
  dialog(row.title, 'dudao-list', place);
  try {
    const found = await load('/api/bulletins/' + row.number + query({campaign}));
    const about = [row.documentNumber, row.stateName, row.issuedAt && issued(row), row.issuedByName, said(signed(row))];
    place.replaceChildren(
      element('p', {textContent: about.filter(Boolean).join('　')}),
      element('p', {}, '下载：', ...files(campaign, row.number)),
      element(
        'div',
        {className: 'dudao-paper'},
        ...found.body
          .split('\n')
          .filter(line => line.trim())
          .map(line => element('p', {}, line))
      )
    );
  } catch (problem) {
    place.replaceChildren(element('p', {className: 'dudao-problem', textContent: problem.message}));
  }
}

async function parts(campaign) {
  const found = await load('/api/bulletins' + query({campaign}));
  if (!found.length) {
    return [element('p', {textContent: '还没有印发情况通报。到了方案定的日子，镇办公室从数据起草、编写，签发以后就在这里，新的在上面。'})];
  }
  return [
    element('p', {textContent: '点标题看全文。文件里还有附表。'}),
    table(
      BULLETIN,
      found.map(row =>
        cells(
          BULLETIN,
          String(row.number),
          element('button', {type: 'button', className: 'btn btn-link', textContent: row.title, onclick: () => read(campaign, row)}),
          row.documentNumber,
          row.occasion,
          row.stateName,
          issued(row),
          signed(row),
          files(campaign, row.number)
        )
      ),
      'dudao-rows dudao-bulletins'
    )
  ];
}

/** Shows them in the container. */
export function bulletins(container, heading) {
  campaignPage(container, heading, parts);
}
