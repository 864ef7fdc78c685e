/**
 * The supervision board: schools by phase, the ladder, hazards, units. Each figure opens its list, each row what it
 * stands for.
 */
import {chosenCampaign, rememberCampaign} from './campaign.js';
import {button, cells, choice, list, PAGE, query, table} from './lists.js';
import {chinese, day, element, load, said, timeLeft} from './page.js';
import {papersOf} from './papers.js';
import {timeline} from './timeline.js';

const CHARTS = '/webjars/echarts/dist/echarts.esm.min.js';

/** Opens what a row stands for: in Cockpit the running process, else what happened in it. */
function opener(inCockpit, over, instance, running, words) {
  return inCockpit && running
    ? element('a', {
        href: '#/process-instance/' + encodeURIComponent(instance) + '/runtime',
        onclick: () => {
          over().close();
        },
        textContent: words
      })
    : element('button', {type: 'button', className: 'btn btn-link', textContent: words, onclick: () => timeline(instance)});
}

const MATTER = ['事项', '学校', '责任单位', '状态', '期限', '阶梯', '文书'];

function matters(title, filter, inCockpit) {
  list(
    title,
    page => load('/api/board/matters' + query({...filter, page, size: PAGE})),
    MATTER,
    (item, over) =>
      cells(
        MATTER,
        opener(inCockpit, over, item.processInstance, item.running, item.title + (item.number ? '（' + item.number + '）' : '')),
        item.schoolName,
        item.unitName,
        item.stateName,
        element(
          'span',
          {className: item.workingDays < 0 ? 'dudao-late' : ''},
          day(item.deadline),
          item.workingDays === null ? '' : element('br'),
          timeLeft(item.workingDays)
        ),
        item.rungName,
        item.businessKey && papersOf(item.businessKey, item.title)
      )
  );
}

const HAZARD = ['编号', '学校', '整治重点', '隐患', '等级', '状态', '责任单位', '期限', '文书'];

function hazards(title, filter, inCockpit) {
  list(
    title,
    page => load('/api/ledger' + query({...filter, page, size: PAGE})),
    HAZARD,
    (item, over) =>
      cells(
        HAZARD,
        item.processInstance ? opener(inCockpit, over, item.processInstance, !item.closedAt, item.number) : item.number,
        item.schoolName,
        item.areaName,
        item.place + '：' + item.description,
        item.gradeName || '未分级',
        item.stateName,
        item.responsibleUnitName,
        item.deadline &&
          element(
            'span',
            {className: item.overdueWorkingDays === null ? '' : 'dudao-late'},
            day(item.deadline),
            item.overdueWorkingDays ? [element('br'), timeLeft(-item.overdueWorkingDays)] : ''
          ),
        papersOf(item.number, item.number)
      ),
    [
      element('p', {}, element('a', {
        className: 'btn btn-default',
        href: '/api/ledger.xlsx' + query(filter),
        download: '',
        textContent: '导出为 Excel（隐患台账）'
      }))
    ]
  );
}

const DUTY = ['职责', '单位', '什么时候', '已履行', '缺勤', '现在'];
const ROUND = ['哪一次', '结果', '谁登记', '情况', '怎么处理'];

function duties(filter) {
  list(
    '常态化职责',
    page => load('/api/duties' + query({campaign: filter.campaign, unit: filter.unit || filter.school, page, size: PAGE})),
    DUTY,
    item =>
      cells(
        DUTY,
        button(item.dutyName, item.ownerName + '，' + item.dutyName + '，看每一次', () => rounds(item)),
        item.ownerName,
        item.when,
        String(item.held),
        element('span', {className: item.missed ? 'dudao-late' : '', textContent: item.missed}),
        item.explaining ? '正在说明缺勤' : item.stateName
      )
  );
}

function rounds(duty) {
  list(
    duty.ownerName + '：' + duty.dutyName,
    page => load('/api/duties/rounds' + query({key: duty.key, page, size: PAGE})),
    ROUND,
    item =>
      cells(
        ROUND,
        item.when,
        element('span', {className: item.state === 'MISSED' ? 'dudao-late' : '', textContent: item.stateName}),
        item.byName,
        [item.count === null ? '' : item.countName + item.count, item.remark].filter(Boolean).join('，'),
        item.rule
      )
  );
}

function sum(rows, name) {
  return rows.reduce((total, row) => total + row[name], 0);
}

/** A day such as 2026-09-07 as 9月7日. */
function monthDay(date) {
  const [, month, number] = date.split('-').map(Number);
  return chinese() ? month + '月' + number + '日' : number + '/' + month;
}

/** The state of a cell in a sign, a word and a class, so that it can be told without its colour. */
function standing(cell) {
  if (!cell.total) {
    return ['', '—', 'dudao-none'];
  }
  if (cell.overdue) {
    return ['▲', '逾期' + cell.overdue + '项', 'dudao-overdue'];
  }
  if (cell.open) {
    return ['●', '在办' + cell.open + '项', cell.workingDays <= 1 ? 'dudao-soon' : 'dudao-open'];
  }
  return cell.submitted ? ['◐', '待审核' + cell.submitted + '项', 'dudao-submitted'] : ['✔', '已办结', 'dudao-done'];
}

class Board {
  constructor(container, inCockpit) {
    this.container = container;
    this.inCockpit = inCockpit;
    this.filter = {campaign: chosenCampaign()};
    this.charts = [];
    container.classList.add('dudao-board');
    this.resize = () => this.charts.forEach(chart => chart.resize());
    window.addEventListener('resize', this.resize);
    this.show();
  }

  close() {
    window.removeEventListener('resize', this.resize);
    this.charts.forEach(chart => chart.dispose());
  }

  set(change) {
    this.filter = {...this.filter, ...change};
    this.show();
  }

  async show() {
    if (!this.container.firstChild) {
      this.container.textContent = said('正在汇总……');
    }
    try {
      const view = await load('/api/board' + query(this.filter));
      this.filter.campaign = rememberCampaign(view.campaign);
      this.render(view);
    } catch (problem) {
      this.container.replaceChildren(
        element('p', {className: 'dudao-problem', textContent: problem.message}),
        element('button', {type: 'button', className: 'btn btn-default', textContent: '再试一次', onclick: () => this.set({})})
      );
    }
  }

  matters(title, more) {
    return () => matters(title, {...this.filter, ...more}, this.inCockpit);
  }

  hazards(title, more) {
    return () => hazards(title, {...this.filter, ...more}, this.inCockpit);
  }

  render(view) {
    this.charts.forEach(chart => chart.dispose());
    this.charts = [];
    this.container.replaceChildren(
      this.head(view),
      this.figures(view),
      this.section('学校与阶段', '每格是一所学校在一个阶段的事项，点开看明细。', this.matrix(view)),
      this.section('督办阶梯', '正在阶梯上的事项，越往右越严重。', this.ladder(view)),
      this.section('隐患', '', this.areas(view), this.days(view)),
      this.section('单位', '', this.units(view)),
      this.section(
        '常态化职责',
        '护学岗、巡查等一次接一次的职责，到时间没有登记的记为缺勤。',
        button('看履行和缺勤', '看常态化职责的履行和缺勤', () => duties(this.filter))
      )
    );
  }

  head(view) {
    const left = view.closed ? '已办结' : view.workingDaysLeft >= 0 ? '距结束还有' + view.workingDaysLeft + '个工作日' : '已过结束日期';
    return element(
      'header',
      {},
      this.inCockpit && element('h2', {textContent: '督导看板'}),
      element('p', {textContent: '今天是' + day(view.today + 'T00:00:00+08:00') + '，' + left + '。'}),
      element(
        'div',
        {className: 'dudao-filters'},
        choice('专项行动', view.campaigns, view.campaign, campaign => this.set({campaign, school: '', area: '', unit: ''})),
        view.choices.schools.length > 0 && choice('学校', view.choices.schools, this.filter.school, school => this.set({school}), '全部学校'),
        choice('整治重点', view.choices.areas, this.filter.area, area => this.set({area}), '全部整治重点'),
        view.choices.units.length > 1 && choice('责任单位', view.choices.units, this.filter.unit, unit => this.set({unit}), '全部单位'),
        element('button', {type: 'button', className: 'btn btn-default', textContent: '刷新', onclick: () => this.set({})})
      )
    );
  }

  figures(view) {
    const onLadder = sum(view.ladder, 'count');
    const figure = (words, number, open, className) =>
      element(
        'li',
        {},
        button([element('strong', {textContent: number}), element('span', {textContent: words})], words + number + '件，看明细', open, className)
      );
    return element(
      'ul',
      {className: 'dudao-figures'},
      figure('在办', sum(view.units, 'open'), this.matters('在办事项', {which: 'OPEN'})),
      figure('逾期', sum(view.units, 'overdue'), this.matters('逾期事项', {which: 'OVERDUE'}), sum(view.units, 'overdue') ? 'dudao-overdue' : ''),
      figure('在督办阶梯上', onLadder, this.matters('督办阶梯上的事项', {which: 'LADDER'})),
      figure('已办', sum(view.units, 'done'), this.matters('已办事项', {which: 'SETTLED'})),
      figure('未销号隐患', sum(view.areas, 'open'), this.hazards('未销号隐患', {open: true}))
    );
  }

  section(title, words, ...content) {
    return element('section', {}, element('h3', {textContent: title}), words && element('p', {textContent: words}), ...content);
  }

  matrix(view) {
    if (!view.schools.length) {
      return element('p', {textContent: '没有符合条件的学校。'});
    }
    const head = view.phases.map(phase =>
      element(
        'th',
        {scope: 'col'},
        phase.name,
        phase.from && element('small', {textContent: monthDay(phase.from) + (chinese() ? '至' : ' to ') + monthDay(phase.to)})
      )
    );
    const rows = view.schools.map(school =>
      element(
        'tr',
        {},
        element(
          'th',
          {scope: 'row'},
          school.processInstance && this.inCockpit
            ? element('a', {href: '#/process-instance/' + school.processInstance + '/runtime', textContent: school.name})
            : school.name,
          element('small', {textContent: school.stateName + (school.acceptanceFailures ? '，验收未通过' + school.acceptanceFailures + '次' : '')})
        ),
        ...school.cells.map((cell, i) => {
          const [sign, words, className] = standing(cell);
          const phase = view.phases[i];
          return element(
            'td',
            {className},
            cell.total
              ? button(
                  [
                    element('span', {}, sign + ' ' + said(words)),
                    cell.open > 0 && element('small', {textContent: timeLeft(cell.workingDays)}),
                    element('small', {textContent: '已办' + cell.done + '/' + cell.total})
                  ],
                  school.name + '，' + phase.name + '：' + words + '，已办' + cell.done + '/' + cell.total + '，看明细',
                  this.matters(school.name + '：' + phase.name, {school: school.id, phase: cell.phase})
                )
              : words
          );
        })
      )
    );
    return element(
      'div',
      {className: 'dudao-scroll', tabIndex: 0, role: 'region', 'aria-label': '学校与阶段'},
      element('table', {className: 'dudao-matrix'}, element('thead', {}, element('tr', {}, element('th', {scope: 'col', textContent: '学校'}), ...head)), element('tbody', {}, ...rows))
    );
  }

  ladder(view) {
    const highest = Math.max(1, view.ladder.length - 1);
    return element(
      'ol',
      {className: 'dudao-ladder'},
      ...view.ladder.map((rung, i) => {
        const step = element(
          'li',
          {},
          button(
            [element('strong', {textContent: rung.count}), element('span', {textContent: rung.name})],
            rung.name + rung.count + '件，看明细',
            this.matters('督办阶梯：' + rung.name, {which: 'LADDER', rung: rung.rung}),
            rung.count ? 'dudao-standing' : ''
          )
        );
        step.style.setProperty('--step', i / highest);
        return step;
      })
    );
  }

  chart(name, words, option, onClick, rows = 8) {
    const place = element('div', {className: 'dudao-chart', role: 'img', 'aria-label': words});
    place.style.height = 76 + rows * 38 + 'px';
    import(CHARTS).then(echarts => {
      if (!place.isConnected) {
        return;
      }
      const chart = echarts.init(place, null, {renderer: 'svg'});
      chart.setOption({
        animation: false,
        aria: {enabled: true, label: {enabled: false}, decal: {show: true}},
        color: ['#7a9cc6', '#e8a33d', '#b5152b', '#bdbdbd'],
        tooltip: {trigger: 'axis', axisPointer: {type: 'shadow'}},
        legend: {top: 0},
        grid: {left: 8, right: 24, top: 36, bottom: 8, containLabel: true},
        ...option
      });
      if (onClick) {
        chart.on('click', onClick);
      }
      this.charts.push(chart);
    });
    return element('figure', {}, element('figcaption', {textContent: name}), place);
  }

  areas(view) {
    if (!view.areas.length) {
      return element('p', {textContent: '还没有登记隐患。'});
    }
    const grades = [
      ['一般', 'general'],
      ['较大', 'serious'],
      ['重大', 'major'],
      ['未分级', 'ungraded']
    ]
      .filter(([, key]) => sum(view.areas, key))
      .map(([name, key]) => [said(name), key]);
    const reversed = [...view.areas].reverse();
    const head = ['整治重点', ...grades.map(([name]) => name), '未销号', '已销号'];
    const open = (title, more) => this.hazards(title, more);
    return element(
      'div',
      {},
      this.chart(
        '各整治重点的隐患，按等级',
        '各整治重点的隐患数，数字见下表',
        {
          xAxis: {type: 'value', minInterval: 1},
          yAxis: {type: 'category', data: reversed.map(area => area.name)},
          series: grades.map(([name, key]) => ({name, type: 'bar', stack: 'all', barMaxWidth: 22, data: reversed.map(area => area[key])}))
        },
        event => hazards('隐患：' + event.name, {...this.filter, area: reversed[event.dataIndex].id}, this.inCockpit),
        Math.max(2, view.areas.length)
      ),
      element(
        'details',
        {},
        element('summary', {textContent: '看数字'}),
        table(
          head,
          view.areas.map(area =>
            cells(
              head,
              area.name,
              ...grades.map(([name, key]) =>
                area[key] && key !== 'ungraded'
                  ? button(String(area[key]), area.name + name + area[key] + '件，看明细', open(area.name + '：' + name, {area: area.id, grade: key}))
                  : String(area[key])
              ),
              button(String(area.open), area.name + '未销号' + area.open + '件，看明细', open(area.name + '：未销号', {area: area.id, open: true})),
              button(String(area.closed), area.name + '已销号' + area.closed + '件，看明细', open(area.name + '：已销号', {area: area.id, open: false}))
            )
          )
        )
      )
    );
  }

  days(view) {
    if (!view.days.length) {
      return '';
    }
    const head = ['日期', '新登记', '销号', '当日未销号'];
    return element(
      'div',
      {},
      this.chart('隐患的登记和销号', '每天登记、销号和未销号的隐患数，数字见下表', {
        xAxis: {type: 'category', data: view.days.map(each => each.day.slice(5))},
        yAxis: {type: 'value', minInterval: 1},
        series: [
          {name: said('新登记'), type: 'bar', barMaxWidth: 18, data: view.days.map(each => each.registered)},
          {name: said('销号'), type: 'bar', barMaxWidth: 18, data: view.days.map(each => each.closed)},
          {name: said('未销号'), type: 'line', step: 'end', symbolSize: 8, lineStyle: {width: 3}, data: view.days.map(each => each.open)}
        ]
      }),
      element(
        'details',
        {},
        element('summary', {textContent: '看数字'}),
        table(head, view.days.map(each => cells(head, each.day, each.registered, each.closed, each.open)))
      )
    );
  }

  units(view) {
    if (!view.units.length) {
      return element('p', {textContent: '没有符合条件的事项。'});
    }
    const head = ['单位', '在办', '逾期', '已办', '平均用时（天）'];
    const figure = (unit, words, key, which) =>
      unit[key]
        ? button(
            String(unit[key]),
            unit.name + words + unit[key] + '件，看明细',
            this.matters(unit.name + '：' + words, {unit: unit.id, which}),
            key === 'overdue' ? 'dudao-late' : ''
          )
        : '0';
    return table(
      head,
      view.units.map(unit =>
        cells(
          head,
          unit.name,
          figure(unit, '在办', 'open', 'OPEN'),
          figure(unit, '逾期', 'overdue', 'OVERDUE'),
          figure(unit, '已办', 'done', 'SETTLED'),
          unit.averageDays === null ? '—' : String(unit.averageDays)
        )
      )
    );
  }
}

/** Shows the board in the container; answers what takes it away again. */
export function board(container, inCockpit) {
  const made = new Board(container, inCockpit);
  return () => made.close();
}
