/**
 * Photos and documents in a form. Where a form has a place for them (class dudao-evidence), they are taken, made smaller,
 * sent at once and shown; the server keeps them for the form until it is submitted.
 */
import {element, moment, said, token} from './page.js';

const LONGEST_SIDE = 2048;
const SMALL_ENOUGH = 1500000;
const TAKEN = 'image/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx';
const OFFLINE = '网络不通，还没有传上去。网络好了请点“重试”。';

function part(place, prefix) {
  const found = [...place.classList].find(each => each.startsWith(prefix));
  return found && found.slice(prefix.length);
}

/** Where the files of this place's form are; null where no task is open. */
function address(place) {
  const form = part(place, 'start-');
  if (form) {
    return '/api/forms/' + encodeURIComponent(form) + '/evidence';
  }
  const task = new URLSearchParams(location.hash.split('?')[1] || '').get('task');
  return task && '/api/tasks/' + encodeURIComponent(task) + '/evidence';
}

async function fingerprint(file) {
  // Browsers offer it to pages of this machine and to encrypted ones alone.
  if (!window.crypto || !crypto.subtle) {
    return null;
  }
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/** What travels: a photo no larger than needed, anything else as it is. */
async function packed(file) {
  if (!file.type.startsWith('image/')) {
    return {content: file, name: file.name, original: null};
  }
  const original = await fingerprint(file);
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) {
    return {content: file, name: file.name, original};
  }
  const ratio = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  if (ratio === 1 && file.size <= SMALL_ENOUGH && ['image/jpeg', 'image/png'].includes(file.type)) {
    return {content: file, name: file.name, original};
  }
  const canvas = element('canvas', {
    width: Math.round(bitmap.width * ratio),
    height: Math.round(bitmap.height * ratio)
  });
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const content = await new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.85));
  return {content, name: file.name.replace(/\.[^.]*$/, '') + '.jpg', original};
}

function send(url, content, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    request.setRequestHeader('X-XSRF-TOKEN', token());
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = event => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = request.onabort = () => reject(new Error(OFFLINE));
    request.onload = () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch (e) {
        // Something between here and the server answered; it has nothing to say to the person.
      }
      if (request.status >= 200 && request.status < 300) {
        resolve(answer);
      } else if (request.status === 401) {
        reject(new Error('登录已经过期，请重新登录后再传。'));
      } else {
        const problem = new Error(answer.message || '没有传上去（' + request.status + '），请点“重试”。');
        // The same file would be refused again, and the server has said which one and why.
        problem.refused = request.status >= 400 && request.status < 500 && Boolean(answer.message);
        reject(problem);
      }
    };
    request.send(content);
  });
}

function view(item) {
  const close = element('button', {type: 'button', className: 'btn btn-default', textContent: '关闭'});
  const dialog = element(
    'dialog',
    {className: 'dudao-photo'},
    element('img', {src: '/api/evidence/' + item.id, alt: item.name}),
    element('p', {textContent: item.name + '，' + item.by + '，' + moment(item.at)}),
    close
  );
  close.onclick = () => dialog.close();
  dialog.onclick = event => {
    if (event.target === dialog) {
      dialog.close();
    }
  };
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
}

function figure(item, onRemove) {
  const face = item.picture
    ? element(
        'button',
        {type: 'button', className: 'dudao-face', title: '放大查看', onclick: () => view(item)},
        element('img', {src: '/api/evidence/' + item.id + '/thumbnail', alt: item.name})
      )
    : element('a', {className: 'dudao-face', href: '/api/evidence/' + item.id, download: item.name, textContent: item.name});
  const remove =
    onRemove &&
    item.removable &&
    element('button', {
      type: 'button',
      className: 'btn btn-link btn-xs',
      textContent: '删除',
      ariaLabel: '删除' + item.name,
      onclick: onRemove
    });
  return element(
    'figure',
    {},
    face,
    element('figcaption', {}, item.by, element('br'), moment(item.at), remove && element('br'), remove)
  );
}

const EARLIER = [
  ['整改前', slot => slot === 'before' || slot.endsWith('_photo')],
  ['整改后', slot => slot === 'after' || slot === 'rework'],
  ['以前上传的', () => true]
];

/** What was handed in before, those before and after the work side by side. */
function earlier(items) {
  const left = [...items];
  const groups = EARLIER.map(([title, belongs]) => {
    const those = left.filter(item => belongs(item.slot));
    those.forEach(item => left.splice(left.indexOf(item), 1));
    return those.length > 0 && element('section', {}, element('h5', {textContent: title}), ...those.map(item => figure(item)));
  });
  return element('div', {className: 'dudao-earlier'}, ...groups);
}

class Place {
  constructor(root) {
    this.root = root;
    this.url = address(root);
    this.slot = part(root, 'slot-');
    this.atLeast = Number(part(root, 'at-least-') || 0);
    this.items = [];
    this.underway = new Set();
    this.list = element('div', {className: 'dudao-files'});
    this.message = element('p', {className: 'dudao-problem'});
    this.message.setAttribute('role', 'alert');
    this.before = element('div');
    root.append(
      this.before,
      this.list,
      element('div', {className: 'dudao-choose'}, this.choose('拍照', true), this.choose('从相册或文件中选择', false)),
      this.message
    );
    this.load();
  }

  choose(words, camera) {
    const input = element('input', {type: 'file', className: 'sr-only', multiple: !camera, accept: camera ? 'image/*' : TAKEN});
    if (camera) {
      input.setAttribute('capture', 'environment');
    }
    input.onchange = () => {
      [...input.files].forEach(file => this.add(file));
      input.value = '';
    };
    return element('label', {className: 'btn btn-default'}, words, input);
  }

  say(words) {
    this.message.textContent = words;
  }

  async load() {
    try {
      const answer = await fetch(this.url, {headers: {accept: 'application/json'}, credentials: 'same-origin'});
      const body = await answer.json();
      if (!answer.ok) {
        this.say(body.message);
        return;
      }
      this.items = body.items.filter(item => item.slot === this.slot);
      this.before.replaceChildren(earlier(body.earlier));
      this.show();
    } catch (e) {
      this.say('网络不通，看不到已经上传的文件。请刷新页面。');
    }
  }

  show() {
    const title = this.before.querySelector('section') && this.items.length && element('h5', {textContent: '这次上传的'});
    this.list.replaceChildren(...[title].filter(Boolean), ...this.items.map(item => figure(item, () => this.remove(item))), ...this.underway);
  }

  async add(file) {
    this.say('');
    const bar = element('progress', {max: 1, value: 0});
    const words = element('span', {role: 'status', textContent: '正在准备 ' + file.name});
    const row = element('div', {className: 'dudao-underway'}, words, bar);
    this.underway.add(row);
    this.show();
    // One id for all attempts: what arrived although the answer was lost is not kept twice.
    const id = identifier();
    const ready = await packed(file);
    const query = new URLSearchParams({slot: this.slot, name: ready.name});
    if (ready.original) {
      query.set('original', ready.original);
    }
    const attempt = async () => {
      row.replaceChildren(words, bar);
      row.classList.remove('dudao-problem');
      words.textContent = said('正在上传 ' + ready.name);
      bar.value = 0;
      try {
        const item = await send(this.url + '/' + id + '?' + query, ready.content, done => (bar.value = done));
        this.underway.delete(row);
        this.items.push(item);
        this.show();
      } catch (problem) {
        words.textContent = problem.refused ? problem.message + '。' : ready.name + '：' + problem.message;
        row.classList.add('dudao-problem');
        row.replaceChildren(
          ...[
            words,
            !problem.refused && element('button', {type: 'button', className: 'btn btn-default', textContent: '重试', onclick: attempt})
          ].filter(Boolean),
          element('button', {
            type: 'button',
            className: 'btn btn-link',
            textContent: '不要了',
            onclick: () => {
              this.underway.delete(row);
              this.show();
            }
          })
        );
      }
    };
    await attempt();
  }

  async remove(item) {
    this.say('');
    try {
      const answer = await fetch('/api/evidence/' + item.id, {
        method: 'DELETE',
        headers: {'X-XSRF-TOKEN': token(), 'X-Requested-With': 'XMLHttpRequest'},
        credentials: 'same-origin'
      });
      if (!answer.ok) {
        throw new Error((await answer.json()).message);
      }
      this.items = this.items.filter(each => each !== item);
      this.show();
    } catch (problem) {
      this.say('没有删掉：' + problem.message);
    }
  }

  /** What stands in the way of submitting the form; empty where nothing does. */
  problem() {
    if (this.underway.size) {
      return '还有文件没有传完。请等传完再提交；传不上去的，点“重试”或者“不要了”。';
    }
    return this.items.length < this.atLeast ? '至少要上传' + this.atLeast + '张，传完再提交。' : '';
  }
}

function identifier() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0'));
  return [4, 2, 2, 2, 6].map(length => bytes.splice(0, length).join('')).join('-');
}

const places = new Map();

function mountNew() {
  places.forEach((place, root) => root.isConnected || places.delete(root));
  document.querySelectorAll('.fjs-container .dudao-evidence').forEach(root => {
    if (!places.has(root) && address(root)) {
      places.set(root, new Place(root));
    }
  });
}

/** The server refuses it too; here the person is led to the place that is not ready. */
function holdBack(event) {
  const button = event.target.closest && event.target.closest('button[ng-click*="complete"], button[type="submit"]');
  const waiting = button && [...places.values()].find(place => place.root.isConnected && place.problem());
  if (waiting) {
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting.say(waiting.problem());
    waiting.root.scrollIntoView({block: 'center'});
  }
}

new MutationObserver(mountNew).observe(document.documentElement, {childList: true, subtree: true});
document.addEventListener('click', holdBack, true);
