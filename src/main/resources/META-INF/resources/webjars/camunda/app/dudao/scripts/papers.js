/** The papers that can be made of a matter, to download. */
import {dialog, element, load} from './page.js';

/** A section with a link per paper and format; empty where there are none, or where they cannot be asked for. */
export async function papers(key) {
  const offers = await load('/api/documents?' + new URLSearchParams({key})).catch(() => []);
  if (!offers.length) {
    return '';
  }
  const link = (offer, format) =>
    element('a', {
      href: '/api/documents/' + offer.kind + '/' + encodeURI(offer.key) + '.' + format,
      target: '_blank',
      rel: 'noopener',
      textContent: format.toUpperCase()
    });
  return element(
    'section',
    {},
    element('h4', {textContent: '文书'}),
    element(
      'ul',
      {},
      ...offers.map(offer =>
        element('li', {}, offer.name + (offers.filter(other => other.kind === offer.kind).length > 1 ? ' ' + offer.title : '') + '：', link(offer, 'docx'), ' ', link(offer, 'pdf'))
      )
    )
  );
}

/** A button that shows them in a dialog; `title` is the matter's. */
export function papersOf(key, title) {
  return element('button', {
    type: 'button',
    className: 'btn btn-link',
    'aria-label': title + '，文书',
    textContent: '文书',
    onclick: async () => {
      const place = element('div', {'aria-live': 'polite', textContent: '正在查找……'});
      dialog(title, 'dudao-list', place);
      place.replaceChildren((await papers(key)) || element('p', {textContent: '这件事现在没有可以下载的文书。'}));
    }
  });
}
