/**
 * The forms' own words in Chinese: form-js has them in its code, in English. What it writes anew is translated anew.
 */

const WORDS = {
  Select: '请选择',
  Search: '请选择，也可以输入几个字查找',
  'No results': '没有找到',
  'All values selected': '已全部选上',
  'Nothing to show.': '没有内容。',
  'Remove tag': '去掉',
  Increment: '加一',
  Decrement: '减一',
  'Previous page': '上一页',
  'Next page': '下一页',
  'Field is required.': '这一项必须填写。',
  'Field must be a valid  international phone number. (e.g. +4930664040900)': '请填写带国家代码的电话号码，例如 +8613800000000。',
  'Field must be a valid email.': '请填写正确的电子邮箱。',
  'Value is not a number.': '请填写数字。',
  'yyyy/mm/dd': '年/月/日',
  'mm/dd/yyyy': '月/日/年',
  'dd/mm/yyyy': '日/月/年',
  'hh:mm': '时:分',
  'hh:mm ?m': '时:分'
};

const SENTENCES = [
  [/^Field must have minimum value of (.+)\.$/, '不能小于$1。'],
  [/^Field must have maximum value of (.+)\.$/, '不能大于$1。'],
  [/^Field must have minimum length of (.+)\.$/, '至少写$1个字。'],
  [/^Field must have maximum length of (.+)\.$/, '最多写$1个字。'],
  [/^Field must match pattern .+\.$/, '格式不对，请按说明填写。'],
  [/^Please select a valid value, the two nearest valid values are (.+) and (.+)\.$/, '请填写允许的数，最接近的是$1和$2。'],
  [/^(\d+) of (\d+)$/, '第$1页，共$2页']
];

// What a form says itself is never touched: only the places of form-js's own words are looked at.
const PLACES =
  '.fjs-form-field-error, .fjs-select-placeholder, .fjs-select-display, .fjs-dropdownlist-item, .fjs-dropdownlist-empty,' +
  ' .fjs-taglist-skip-link, .fjs-table-empty, .fjs-table-td, .fjs-table-nav-label';
const ATTRIBUTES = ['placeholder', 'title', 'aria-label'];
const CALENDAR = {
  firstDayOfWeek: 1,
  weekdays: {
    shorthand: ['日', '一', '二', '三', '四', '五', '六'],
    longhand: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六']
  },
  months: {
    shorthand: Array.from({length: 12}, (each, i) => i + 1 + '月'),
    longhand: Array.from({length: 12}, (each, i) => i + 1 + '月')
  },
  yearAriaLabel: '年',
  monthAriaLabel: '月'
};

function inChinese(words) {
  const trimmed = words.trim();
  if (WORDS[trimmed]) {
    return WORDS[trimmed];
  }
  const sentence = SENTENCES.find(([pattern]) => pattern.test(trimmed));
  return sentence ? trimmed.replace(sentence[0], sentence[1]) : words;
}

function change(node, key, words) {
  const other = inChinese(words);
  if (other !== words) {
    node[key] = other;
  }
}

function translate(root) {
  root.querySelectorAll(PLACES).forEach(place =>
    [place, ...place.querySelectorAll('*')].forEach(element =>
      element.childNodes.forEach(node => node.nodeType === Node.TEXT_NODE && change(node, 'data', node.data))
    )
  );
  ATTRIBUTES.forEach(name =>
    root.querySelectorAll('[' + name + ']').forEach(element => {
      const words = element.getAttribute(name);
      const other = inChinese(words);
      if (other !== words) {
        element.setAttribute(name, other);
      }
    })
  );
  root.querySelectorAll('input').forEach(input => {
    const picker = input._flatpickr;
    if (picker && !picker.dudaoChinese) {
      picker.dudaoChinese = true;
      picker.set('locale', CALENDAR);
    }
  });
}

/** From now on, whatever forms the page shows. */
export function speakChinese() {
  new MutationObserver(() => document.querySelectorAll('.fjs-container').forEach(translate)).observe(document.documentElement, {
    childList: true,
    subtree: true,
    characterData: true
  });
}
