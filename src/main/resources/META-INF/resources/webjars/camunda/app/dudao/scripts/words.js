/**
 * The English of our own parts. They are written in Chinese; what a plan, a form or the server says stays as it is in
 * every language.
 */

const WORDS = {
  关闭: 'Close',
  '正在查找……': 'Looking…',
  上一页: 'Previous page',
  下一页: 'Next page',
  经过: 'What happened',
  督导看板: 'Supervision board',
  来龙去脉: 'How it came about',

  '正在汇总……': 'Adding up…',
  再试一次: 'Try again',
  刷新: 'Refresh',
  专项行动: 'Campaign',
  学校: 'School',
  整治重点: 'Focus area',
  责任单位: 'Responsible unit',
  全部学校: 'All schools',
  全部整治重点: 'All focus areas',
  全部单位: 'All units',
  在办: 'Open',
  逾期: 'Overdue',
  在督办阶梯上: 'On the ladder',
  已办: 'Done',
  未销号隐患: 'Open hazards',
  学校与阶段: 'Schools and phases',
  '每格是一所学校在一个阶段的事项，点开看明细。': 'Each cell is what one school owes in one phase; open it for its list.',
  督办阶梯: 'Escalation ladder',
  '正在阶梯上的事项，越往右越严重。': 'Matters on the ladder, the graver the further to the right.',
  隐患: 'Hazards',
  单位: 'Units',
  已办结: 'done',
  隐患及其他: 'Hazards and others',
  '没有符合条件的学校。': 'No school matches.',
  '没有符合条件的事项。': 'No matter matches.',
  '还没有登记隐患。': 'No hazard has been registered yet.',
  一般: 'General',
  较大: 'Serious',
  重大: 'Major',
  未分级: 'Not graded',
  未销号: 'Open',
  已销号: 'Closed',
  看数字: 'Show the figures',
  '各整治重点的隐患，按等级': 'Hazards by focus area and grade',
  '各整治重点的隐患数，数字见下表': 'Hazards by focus area; the figures are in the table below',
  隐患的登记和销号: 'Hazards registered and closed',
  '每天登记、销号和未销号的隐患数，数字见下表': 'Hazards registered, closed and open on each day; the figures are in the table below',
  日期: 'Day',
  新登记: 'Registered',
  销号: 'Closed',
  当日未销号: 'Open that day',
  '平均用时（天）': 'Average days',
  事项: 'Matter',
  状态: 'State',
  期限: 'Deadline',
  阶梯: 'Rung',
  编号: 'Number',
  等级: 'Grade',
  在办事项: 'Open matters',
  逾期事项: 'Overdue matters',
  督办阶梯上的事项: 'Matters on the ladder',
  已办事项: 'Settled matters',
  '导出为 Excel（隐患台账）': 'Take the ledger out as a workbook',

  批量办理: 'Several at once',
  全部办理: 'Do all of them',
  '正在办理……': 'Under way…',
  '✔ 已办': '✔ done',
  '现在没有可以批量办理的任务。签收方案、接收隐患可以批量办理，其他任务请逐项办理。':
    'Nothing can be done in one go now: only signing for plans and taking on hazards can.',

  查找: 'Search',
  '编号、学校或地点，例如 H0007': 'Number, school or place, such as H0007',
  '没有找到。请换个编号、学校或地点试试。': 'Nothing found. Try another number, school or place.',
  等您办理的任务: 'Tasks waiting for you',
  等您办理: 'Waiting for you',
  隐患和学校: 'Hazards and schools',
  '二维码（打印后贴在纸质材料上）': 'Code to be put on its paper',

  拍照: 'Take a photo',
  从相册或文件中选择: 'Choose photos or files',
  重试: 'Retry',
  不要了: 'Leave it out',
  删除: 'Delete',
  放大查看: 'Enlarge',
  整改前: 'Before',
  整改后: 'After',
  以前上传的: 'Put in before',
  这次上传的: 'Put in now',

  '正在读取草稿…': 'Reading the draft…',
  填写的内容会自动存成草稿: 'What you fill in is kept as a draft',
  改用别处填的: 'Use the other one',
  用这里填的: 'Use this one',
  现在再存: 'Save now',
  再读一次: 'Read again',
  '要把填写的内容全部清空吗？已经上传的照片和文件不受影响。': 'Clear all that is filled in? Photos and files stay.',
  清空: 'Clear',
  不清空: 'Keep it',
  清空重填: 'Clear and start anew',
  已经清空: 'Cleared',
  再试: 'Try again'
};

const SENTENCES = [
  [/^今天是(.+)，距结束还有(\d+)个工作日。$/, 'Today is $1; working days to the end: $2.'],
  [/^今天是(.+)，已办结。$/, 'Today is $1; the campaign is closed.'],
  [/^今天是(.+)，已过结束日期。$/, 'Today is $1; the end has passed.'],
  [/^逾期(\d+)项$/, '$1 overdue'],
  [/^在办(\d+)项$/, '$1 open'],
  [/^待审核(\d+)项$/, '$1 to be reviewed'],
  [/^已办(\d+)\/(\d+)$/, '$1 of $2 done'],
  [/^共(\d+)件$/, '$1 in all'],
  [/^ 第(\d+)页，共(\d+)页 $/, ' page $1 of $2 '],
  [/^(.+)(\d+)件，看明细$/, '$1: $2, show the list'],
  [/^勾选的每一项都按“(.+)”办理。有不一样的，请去掉勾选，单独打开办理。$/, 'Each that is ticked is answered with “$1”. Untick what is different and open it on its own.'],
  [/^没有办成：(.+)$/, 'Not done: $1'],
  [/^正在准备 (.+)$/, 'Preparing $1'],
  [/^正在上传 (.+)$/, 'Sending $1'],
  [/^草稿已保存 (.+)$/, 'Draft saved $1'],
  [/^草稿没有保存：(.+)$/, 'The draft is not saved: $1'],
  [/^草稿没有读出来：(.+)$/, 'The draft could not be read: $1']
];

/** The English of one of our texts; any other text as it is. */
export function english(words) {
  if (Object.hasOwn(WORDS, words)) {
    return WORDS[words];
  }
  const sentence = SENTENCES.find(([pattern]) => pattern.test(words));
  return sentence ? words.replace(...sentence) : words;
}
