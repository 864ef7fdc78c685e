/**
 * Drafts of forms: what is filled in is sent to the server shortly after, comes back when the form is opened on
 * whatever device, and is gone once the form is submitted. It takes the place of Tasklist's own drafts, which stay in
 * one browser and there lie open to the next who uses it.
 */
import {element, said, token} from './page.js';

const PAUSE = 2000;
const AGAIN = 15000;
const PATIENCE = {GET: 10000, PUT: 30000, DELETE: 30000};
// What a browser still sends for a page that is left; more than that may be lost with the last two seconds.
const PARTING = 60000;
const SUBMIT = 'button[ng-click="complete()"], button[ng-click="startProcessInstance()"]';
const ZONE = 'Asia/Shanghai';

function button(words, onclick) {
  return element('button', {type: 'button', className: 'btn btn-default', textContent: words, onclick});
}

/** The hour of today, with its date on another day. */
function moment(instant) {
  const at = new Date(instant);
  const day = new Intl.DateTimeFormat('zh-CN', {month: 'long', day: 'numeric', timeZone: ZONE});
  const hour = new Intl.DateTimeFormat('zh-CN', {hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: ZONE});
  const today = day.format(at) === day.format(new Date());
  return (today ? '' : day.format(at) + ' ') + hour.format(at);
}

/** Who is logged in; undefined where nobody is any more. */
function account() {
  const user = angular.element(document.body).injector().get('$rootScope').authentication;
  return user ? user.name : undefined;
}

class Problem extends Error {
  constructor(message, status) {
    super(message.replace(/。$/, ''));
    this.status = status;
  }

  /** Whether it may pass without anybody changing anything in the form. */
  get passing() {
    return !this.status || this.status === 401 || this.status >= 500;
  }
}

/** Answers the JSON of the server, null where it has none to give. */
async function request(method, url, options = {}, controller = new AbortController()) {
  const patience = setTimeout(() => controller.abort(), PATIENCE[method]);
  const answer = await fetch(url, {
    ...options,
    method,
    headers: {accept: 'application/json', 'X-XSRF-TOKEN': token(), 'X-Requested-With': 'XMLHttpRequest'},
    credentials: 'same-origin',
    cache: 'no-store',
    signal: controller.signal
  })
    .catch(() => {
      throw new Problem('网络不通');
    })
    .finally(() => clearTimeout(patience));
  // Something between here and the server may have answered, and not in JSON.
  const body = answer.status === 204 ? null : await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Problem(
      answer.status === 401 ? '登录已经过期，请重新登录' : body.message || '服务器出错（' + answer.status + '）',
      answer.status
    );
  }
  return body;
}

/**
 * One account's draft of one form. It outlives the form on the page as long as something is not saved, so that what
 * was filled in while the line was down or the session over is not lost.
 */
class Draft {
  constructor(owner, url) {
    this.owner = owner;
    this.url = url;
    this.forget();
    this.onChange = () => {};
  }

  /** Nothing is kept and nothing is to be kept. */
  forget() {
    this.hold();
    this.kept = null;
    this.version = '';
    this.savedAt = null;
    this.wanted = null;
    this.other = null;
    this.problem = null;
  }

  async load() {
    this.take(await request('GET', this.url));
  }

  take(answer) {
    this.forget();
    if (answer) {
      this.kept = answer.data;
      this.version = answer.version;
      this.savedAt = answer.savedAt;
    }
  }

  want(data) {
    this.wanted = data;
    this.saveIn(PAUSE);
  }

  saveIn(millis) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), millis);
  }

  /** The form is being submitted: nothing must arrive after it. */
  hold() {
    clearTimeout(this.timer);
    if (this.underway) {
      this.underway.withdrawn = true;
      this.underway.abort();
    }
  }

  /** @param parting that the page may be gone before the answer is here */
  async save(parting = false) {
    clearTimeout(this.timer);
    if (this.wanted === null || this.other) {
      return;
    }
    if (account() !== this.owner) {
      this.saveIn(AGAIN);
      return;
    }
    const data = this.wanted;
    if (this.underway && (!parting || this.underway.data === data)) {
      return;
    }
    const text = JSON.stringify(data);
    // Where the answer to the one before is not here yet, its version is not known.
    const query = this.underway ? '' : '?' + new URLSearchParams({replaces: this.version});
    const underway = Object.assign(new AbortController(), {data});
    this.underway = underway;
    try {
      const keepalive = new Blob([text]).size < PARTING;
      const answer = await request('PUT', this.url + query, {body: text, keepalive}, underway);
      this.kept = data;
      this.version = answer.version;
      this.savedAt = answer.savedAt;
      this.problem = null;
      if (this.wanted === data) {
        this.wanted = null;
      }
    } catch (problem) {
      if (!underway.withdrawn) {
        await this.failed(problem);
      }
    }
    if (this.underway === underway) {
      this.underway = null;
      if (this.wanted !== null && this.wanted !== data) {
        this.saveIn(0);
      }
    }
    this.onChange();
  }

  async failed(problem) {
    this.problem = problem;
    if (problem.status === 409) {
      const other = await request('GET', this.url).catch(() => null);
      if (other && other.version !== this.version) {
        this.other = other;
        return;
      }
      this.version = other ? other.version : '';
    }
    if (problem.passing || problem.status === 409) {
      this.saveIn(AGAIN);
    }
  }

  async clear() {
    await request('DELETE', this.url);
    this.forget();
  }
}

const drafts = new Map();

function draftOf(owner, url) {
  const key = owner + ' ' + url;
  if (!drafts.has(key)) {
    drafts.set(key, new Draft(owner, url));
  }
  return drafts.get(key);
}

/**
 * The form-js form that is drawn into the container; null where there is none yet. Tasklist does not hand it out, but
 * form-js gives it to all its parts through the context at the top of what Preact keeps at the container.
 */
function formIn(container) {
  const search = node => {
    if (!node || typeof node !== 'object') {
      return null;
    }
    const context = node.props && node.props.value;
    if (context && typeof context.getService === 'function') {
      return context.getService('form');
    }
    return [].concat(node.__k || []).reduce((found, child) => found || search(child), null);
  };
  return search(container.__k);
}

function valueAt(data, path) {
  return path.reduce((value, key) => (value === null || value === undefined ? undefined : value[key]), data);
}

function setValue(data, path, value) {
  const last = path.length - 1;
  const parent = path.slice(0, last).reduce((inner, key) => (inner[key] = inner[key] || {}), data);
  parent[path[last]] = value;
}

/** A form on the page, with the line above it that tells of its draft. */
class Place {
  constructor(container, root, form, task) {
    this.container = container;
    this.root = root;
    this.form = form;
    const {schema, data} = form._getState();
    this.schema = schema;
    this.blank = data;
    this.draft = draftOf(
      account(),
      task ? '/api/tasks/' + encodeURIComponent(task) + '/draft' : '/api/forms/' + encodeURIComponent(schema.id) + '/draft'
    );
    this.draft.onChange = () => this.show();
    this.line = element('div', {className: 'dudao-draft'});
    this.words = element('span');
    this.words.setAttribute('role', 'status');
    this.actions = element('span');
    this.line.append(this.words, this.actions);
    container.before(this.line);
    this.open();
  }

  async open() {
    const {wanted} = this.draft;
    // What is typed now would be lost when the draft arrives.
    const focused = document.activeElement;
    this.container.inert = true;
    this.say('正在读取草稿…');
    const problem = wanted ? null : await this.draft.load().catch(problem => problem);
    this.container.inert = false;
    if (!this.container.isConnected) {
      return;
    }
    if (problem && !problem.passing) {
      // Who may not keep a draft of it is not told of drafts.
      this.line.remove();
      return;
    }
    this.unread = problem;
    if (wanted || this.draft.kept) {
      await this.fill(wanted || this.draft.kept);
    }
    if (this.container.contains(focused)) {
      focused.focus();
    }
    this.last = JSON.stringify(this.values());
    this.form.on('changed', () => this.changed());
    this.form.on('submit', ({errors}) => Object.keys(errors).length || this.submitted());
    if (wanted) {
      this.draft.saveIn(0);
    }
    this.show();
  }

  /** Where the fields have their values: only those that are filled in, not what the form shows beside. */
  paths() {
    const types = this.form.get('formFields');
    const paths = this.form.get('pathRegistry');
    return this.form
      .get('formFieldRegistry')
      .getAll()
      .filter(field => field.type !== 'expression' && types.get(field.type).config.keyed)
      .map(field => paths.getValuePath(field));
  }

  values() {
    const {data} = this.form._getState();
    const values = {};
    this.paths().forEach(path => {
      const value = valueAt(data, path);
      if (value !== undefined) {
        setValue(values, path, value);
      }
    });
    return values;
  }

  /** Puts the draft into the form as it was before anything was filled in. */
  async fill(draft) {
    const data = JSON.parse(JSON.stringify(this.blank));
    this.paths().forEach(path => {
      const value = valueAt(draft, path);
      if (value !== undefined) {
        setValue(data, path, value);
      }
    });
    this.filling = true;
    await this.form.importSchema(this.schema, data).finally(() => (this.filling = false));
    this.last = JSON.stringify(this.values());
  }

  changed() {
    if (this.filling) {
      return;
    }
    const values = this.values();
    const text = JSON.stringify(values);
    if (text !== this.last) {
      this.last = text;
      this.proceed();
      this.draft.want(values);
    }
  }

  /** Nothing is saved any more, unless the form is still there, and its button free again, some time later. */
  submitted() {
    this.draft.hold();
    clearInterval(this.waiting);
    let free = 0;
    const submit = (this.root.closest('.modal-content') || this.root).querySelector(SUBMIT);
    this.waiting = setInterval(() => {
      free = submit && submit.disabled ? 0 : free + 1;
      if (free > 8) {
        this.proceed();
        this.draft.save();
      }
    }, 250);
  }

  proceed() {
    clearInterval(this.waiting);
    this.waiting = null;
  }

  async close() {
    const handedIn = this.waiting && account() === this.draft.owner;
    this.proceed();
    this.draft.onChange = () => {};
    if (handedIn) {
      this.draft.forget();
    }
    await this.draft.save();
    const {wanted, problem, other} = this.draft;
    // What the server refuses for good it would refuse again.
    if (wanted === null || (problem && !problem.passing && !other)) {
      this.draft.forget();
      drafts.delete(this.draft.owner + ' ' + this.draft.url);
    }
  }

  /** Somebody comes back to the page, or the line is there again: another device may have gone on with the form. */
  async refresh() {
    const {wanted, underway, version} = this.draft;
    if (wanted !== null || underway || this.waiting || this.container.inert) {
      return;
    }
    const answer = await request('GET', this.draft.url).catch(problem => problem);
    if (this.draft.wanted !== null || this.draft.version !== version) {
      return;
    }
    this.unread = this.unread && answer instanceof Problem ? answer : null;
    if (answer && answer.version && answer.version !== version) {
      await this.use(answer);
    }
    this.show();
  }

  async use(answer) {
    this.draft.take(answer);
    await this.fill(answer.data);
    this.show();
  }

  tell(failed, words, ...actions) {
    this.line.classList.toggle('dudao-problem', failed);
    this.words.setAttribute('role', failed ? 'alert' : 'status');
    if (this.words.textContent !== said(words)) {
      this.words.textContent = said(words);
    }
    this.actions.replaceChildren(...actions.filter(Boolean));
  }

  say(words, ...actions) {
    this.tell(false, words, ...actions);
  }

  complain(words, ...actions) {
    this.tell(true, words, ...actions);
  }

  show() {
    const {other, problem, version, savedAt} = this.draft;
    if (other) {
      this.complain(
        '草稿没有保存：这张表单在别处又填过（' + moment(other.savedAt) + '保存）。',
        button('改用别处填的', () => this.use(other)),
        button('用这里填的', () => {
          Object.assign(this.draft, {version: other.version, other: null});
          this.draft.save();
        })
      );
    } else if (problem) {
      this.complain(
        '草稿没有保存：' + problem.message + '。' + (problem.passing ? '会自动再存，请先不要关闭页面。' : ''),
        problem.passing && button('现在再存', () => this.draft.save())
      );
    } else if (this.unread) {
      this.complain('草稿没有读出来：' + this.unread.message + '。', button('再读一次', () => this.refresh()));
    } else if (this.asking) {
      this.say(
        '要把填写的内容全部清空吗？已经上传的照片和文件不受影响。',
        button('清空', () => this.clear()),
        button('不清空', () => this.ask(false))
      );
    } else if (version) {
      this.say('草稿已保存 ' + moment(savedAt), button('清空重填', () => this.ask(true)));
    } else {
      this.say('填写的内容会自动存成草稿');
    }
  }

  ask(asking) {
    this.asking = asking;
    this.show();
    this.actions.lastChild.focus();
  }

  async clear() {
    this.asking = false;
    try {
      this.draft.hold();
      await this.draft.clear();
      await this.fill({});
      this.say('已经清空');
    } catch (problem) {
      this.complain('没有清空：' + problem.message + '。', button('再试', () => this.clear()), button('不清空', () => this.show()));
    }
  }
}

const places = new Map();

/** Tasklist still writes one when the session is over. */
function dropTasklistsOwn() {
  Object.keys(localStorage)
    .filter(key => key.startsWith('camunda-form:'))
    .forEach(key => localStorage.removeItem(key));
}

function mountNew() {
  places.forEach((place, container) => {
    if (!container.isConnected) {
      places.delete(container);
      place.close();
      dropTasklistsOwn();
    }
  });
  document.querySelectorAll('[cam-tasklist-form] .fjs-container').forEach(container => {
    const form = places.has(container) ? null : formIn(container);
    if (form && account()) {
      const root = container.closest('[cam-tasklist-form]');
      const task = angular.element(root).controller('camTasklistForm').getParams().taskId;
      places.set(container, new Place(container, root, form, task));
      root.classList.add('dudao-drafted');
    }
  });
}

/** form-js takes what is typed when the field is left, or some time later: the page may be gone by then. */
function part() {
  const field = document.activeElement;
  if (field && field.closest('.fjs-container')) {
    field.dispatchEvent(new FocusEvent('focusout', {bubbles: true}));
  }
  drafts.forEach(draft => draft.save(true));
}

dropTasklistsOwn();
new MutationObserver(mountNew).observe(document.documentElement, {childList: true, subtree: true});
addEventListener('pagehide', part);
addEventListener('online', () => {
  drafts.forEach(draft => draft.save());
  places.forEach(place => place.refresh());
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') {
    part();
  } else {
    places.forEach(place => place.refresh());
  }
});
