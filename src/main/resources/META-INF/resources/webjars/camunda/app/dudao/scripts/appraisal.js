/** How the units are appraised: each with its score and what it is made of, and what the whole town reached. */
import {campaignPage, part} from './campaign.js';
import {cells, query, table} from './lists.js';
import {chinese, day, dialog, element, load} from './page.js';

const UNIT = ['名次', '单位名称', '得分', '等次', '进度'];
const INDICATOR = ['指标', '数值', '数从哪里来', '分值', '得分', '依据的规则'];
const GOAL = ['目标', '数什么', '去年', '今年', '变化'];
const SIGNS = {好转: '▲', 持平: '＝', 变差: '▼'};

function score(row) {
  return row.score === null ? '—' : row.score.toFixed(2);
}

function grade(row) {
  if (!row.vetoed) {
    return row.gradeName;
  }
  return element(
    'span',
    {},
    element('strong', {className: 'dudao-late', textContent: '✖ 一票否决'}),
    ' ' + row.gradeName,
    element('small', {className: 'dudao-aside', textContent: '按得分为' + row.gradeNameByScore})
  );
}

function fact(name, ...value) {
  return [element('dt', {textContent: name}), element('dd', {}, ...value)];
}

/** One unit's score with all that it is made of. */
function made(row) {
  return [
    element(
      'dl',
      {className: 'dudao-facts'},
      fact('得分', element('strong', {textContent: score(row)})),
      fact('等次', grade(row)),
      fact('名次', row.rank === null ? '定了等次才有名次' : (row.school ? '学校第' : '其他单位第') + row.rank + '名'),
      fact('进度', row.stateName),
      fact('初评日期', day(row.calculatedAt)),
      row.finalAt && fact('定等次日期', day(row.finalAt)),
      row.objection && fact('提出的异议', row.objection),
      row.reviewReason && fact('复核意见', row.reviewReason)
    ),
    element('p', {textContent: '不计分的指标不算在内，其余指标的得分折合成100分。'}),
    table(
      INDICATOR,
      row.indicators.map(each =>
        cells(
          INDICATOR,
          each.name,
          each.correctedFrom === null ? each.valueName : [each.valueName, element('small', {className: 'dudao-aside', textContent: '复核更正，原来是' + each.correctedFrom})],
          each.facts,
          String(each.weight),
          each.points === null ? '—' : String(each.points),
          each.rule
        )
      ),
      'dudao-rows'
    )
  ];
}

function ranking(rows) {
  return table(
    UNIT,
    rows.map(row =>
      cells(
        UNIT,
        row.rank === null ? '—' : String(row.rank),
        element('button', {
          type: 'button',
          className: 'btn btn-link',
          'aria-label': row.unitName + '，看各项指标',
          textContent: row.unitName,
          onclick: () => dialog(row.unitName, 'dudao-list', ...made(row))
        }),
        score(row),
        grade(row),
        row.stateName
      )
    ),
    'dudao-rows dudao-ranking'
  );
}

function nothing(view) {
  if (!view.held) {
    return '这个专项行动的方案没有规定考评。';
  }
  return view.appraised
    ? '考评已经开始，您的单位不在被考评的单位里。'
    : '还没有考评。专项行动办结以后（方案定到' +
        day(view.end + 'T00:00:00+08:00') +
        '），系统按方案公布的指标和规则给每个单位算出初评；单位有' +
        view.objectionWorkingDays +
        '个工作日可以提出异议，没有异议或者复核以后定等次、排名次。';
}

function standing(rows) {
  const count = {};
  rows.forEach(row => (count[row.stateName] = (count[row.stateName] || 0) + 1));
  const states = Object.entries(count);
  return chinese()
    ? '共' + rows.length + '个单位：' + states.map(([state, many]) => state + many + '个').join('，') + '。'
    : rows.length + ' units: ' + states.map(([state, many]) => many + ' ' + state).join(', ') + '.';
}

function goals(reached) {
  return table(
    GOAL,
    reached.map(each =>
      cells(
        GOAL,
        each.text,
        each.name,
        each.lastYear + each.unit,
        each.thisYear === null ? '—' : each.thisYear + each.unit,
        [SIGNS[each.trend], each.trend].filter(Boolean).join(' ')
      )
    ),
    'dudao-rows'
  );
}

async function parts(campaign) {
  const view = await load('/api/appraisal' + query({campaign}));
  const schools = view.items.filter(row => row.school);
  const others = view.items.filter(row => !row.school);
  const one = view.items.length === 1 && view.items[0];
  return [
    !view.items.length && part('考评', nothing(view)),
    one && part(one.unitName, '', ...made(one)),
    !one && view.items.length && element('p', {textContent: standing(view.items)}),
    !one &&
      view.items.length &&
      element('p', {textContent: '学校和其他单位分开排名，定了等次的才有名次。有生效的一票否决的，不论得分都是不合格，排在后面。点单位看各项指标。'}),
    !one && schools.length && part('各学校', '', ranking(schools)),
    !one && others.length && part('其他单位', '', ranking(others)),
    view.goals.length && part('工作目标', '方案定的全镇目标，和去年比。', goals(view.goals))
  ];
}

/** Shows it in the container. */
export function appraisal(container, heading) {
  campaignPage(container, heading, parts);
}
