/** What our parts of the pages have in common: making elements, asking the server, and times in words. */

const ZONE = 'Asia/Shanghai';

/** An element with its properties (attributes where there is no such property) and its children; empty ones left out. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  Object.entries(properties || {}).forEach(([key, value]) => {
    if (value === undefined || value === null) {
      return;
    }
    if (key in made) {
      made[key] = value;
    } else {
      made.setAttribute(key, value);
    }
  });
  made.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return made;
}

/** The day of an instant, such as 2023年9月21日. */
export function day(instant) {
  return new Intl.DateTimeFormat('zh-CN', {dateStyle: 'long', timeZone: ZONE}).format(new Date(instant));
}

/** Day and time of an instant, such as 2023年9月21日 14:05. */
export function moment(instant) {
  return new Intl.DateTimeFormat('zh-CN', {dateStyle: 'medium', timeStyle: 'short', timeZone: ZONE}).format(
    new Date(instant)
  );
}

/** Whether the page speaks Chinese; known once its settings are read. */
export function chinese() {
  return document.documentElement.lang.startsWith('zh');
}

/** How long until a deadline, or how long since. */
export function timeLeft(workingDays) {
  if (workingDays === null || workingDays === undefined) {
    return '';
  }
  if (workingDays < 0) {
    return chinese() ? '逾期' + -workingDays + '个工作日' : 'overdue by ' + inEnglish(-workingDays);
  }
  if (workingDays === 0) {
    return chinese() ? '今天到期' : 'due today';
  }
  return chinese() ? '还剩' + workingDays + '个工作日' : inEnglish(workingDays) + ' left';
}

function inEnglish(workingDays) {
  return workingDays + (workingDays === 1 ? ' working day' : ' working days');
}

/** What the server wants to see beside the session before it changes anything. */
export function token() {
  const cookie = document.cookie.split('; ').find(each => each.startsWith('XSRF-TOKEN='));
  return cookie ? decodeURIComponent(cookie.slice('XSRF-TOKEN='.length)) : '';
}

/** The server's answer as data, null where it has none; an error whose message can be shown to people. */
export async function load(url, {method = 'GET', body} = {}) {
  const headers = {accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest'};
  if (method !== 'GET') {
    headers['X-XSRF-TOKEN'] = token();
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let answer;
  try {
    answer = await fetch(url, {
      method,
      headers,
      credentials: 'same-origin',
      body: body === undefined ? undefined : JSON.stringify(body)
    });
  } catch (e) {
    throw new Error('网络不通，请稍后再试。');
  }
  if (answer.status === 204) {
    return null;
  }
  const found = await answer.json().catch(() => null);
  if (!answer.ok) {
    const problem = new Error(
      answer.status === 401 ? '登录已经过期，请重新登录。' : (found && found.message) || '暂时打不开（' + answer.status + '），请稍后再试。'
    );
    problem.status = answer.status;
    throw problem;
  }
  return found;
}

/** A dialog over the page, gone from it once closed. */
export function dialog(title, className, ...content) {
  const close = element('button', {type: 'button', className: 'btn btn-default', textContent: '关闭'});
  const made = element(
    'dialog',
    {className: 'dudao-dialog ' + className, 'aria-label': title},
    element('header', {}, element('h3', {textContent: title}), close),
    ...content
  );
  close.onclick = () => made.close();
  made.onclick = event => {
    // Beside its content; a handler that answers false would keep buttons and links in it from working.
    if (event.target === made) {
      made.close();
    }
  };
  made.onclose = () => made.remove();
  document.body.append(made);
  made.showModal();
  return made;
}
