/** Pages about one campaign: which one, chosen once for all of them, and what they have in common. */
import {choice} from './lists.js';
import {element, load, said} from './page.js';

let chosen;

/** The campaign chosen last on any of the pages; undefined before, then it is the one launched last. */
export function chosenCampaign() {
  return chosen;
}

export function rememberCampaign(campaign) {
  chosen = campaign;
  return campaign;
}

/**
 * A page about one campaign, with the choice of the campaign above its parts.
 *
 * @param heading empty where the page's dialog has one
 * @param parts from a campaign's id: a promise of what the page shows of it
 */
export async function campaignPage(container, heading, parts) {
  const place = element('div', {className: 'dudao-parts', 'aria-live': 'polite'});
  container.classList.add('dudao-board');
  const failed = (problem, again) =>
    place.replaceChildren(
      element('p', {className: 'dudao-problem', textContent: problem.message}),
      element('button', {type: 'button', className: 'btn btn-default', textContent: '再试一次', onclick: again})
    );
  const show = async campaign => {
    rememberCampaign(campaign);
    place.setAttribute('aria-busy', 'true');
    try {
      const made = await parts(campaign);
      // Somebody who chooses quickly sees what was chosen last.
      if (campaign === chosen) {
        place.replaceChildren(...made.filter(Boolean));
      }
    } catch (problem) {
      failed(problem, () => show(campaign));
    }
    place.removeAttribute('aria-busy');
  };
  const begin = async () => {
    place.textContent = said('正在查找……');
    container.replaceChildren(heading ? element('h2', {textContent: heading}) : '', place);
    try {
      const campaigns = await load('/api/campaigns');
      if (!campaigns.length) {
        place.textContent = said('还没有启动过专项行动。');
        return;
      }
      const first = (campaigns.find(each => each.id === chosen) || campaigns[0]).id;
      place.before(
        element(
          'div',
          {className: 'dudao-filters'},
          choice('专项行动', campaigns, first, show),
          element('button', {type: 'button', className: 'btn btn-default', textContent: '刷新', onclick: () => show(chosen)})
        )
      );
      await show(first);
    } catch (problem) {
      failed(problem, begin);
    }
  };
  await begin();
}

/** A part of a page with its heading. */
export function part(heading, words, ...content) {
  return element('section', {}, element('h3', {textContent: heading}), words && element('p', {textContent: words}), ...content);
}
