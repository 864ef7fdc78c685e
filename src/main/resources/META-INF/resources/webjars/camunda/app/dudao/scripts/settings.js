/** What the webapps' settings have in common: our name, the languages, and calendars in Chinese. */

// The first digits of the SHA-256 of each app's locales/zh.json; a test holds them against the files.
const texts = {
  tasklist: 'dce5d0c6',
  cockpit: '5e8f98fe',
  admin: 'e08033a1',
  welcome: '171a8407'
};

const names = {
  zh: {vendor: '督导', tasklist: '任务列表', cockpit: '流程监控', admin: '系统管理', welcome: '首页'},
  en: {vendor: 'Dudao', tasklist: 'Tasklist', cockpit: 'Cockpit', admin: 'Admin', welcome: 'Welcome'}
};

const locales = {availableLocales: ['zh', 'en'], fallbackLocale: 'zh'};

/** The language that the webapps choose too: the browser's first one, if we speak it. */
export function language() {
  const first = ((navigator.languages || [])[0] || navigator.language || '').split('-')[0].toLowerCase();
  return locales.availableLocales.includes(first) ? first : locales.fallbackLocale;
}

/** The webapps keep texts in the browser until the engine's version changes; ours change with our own. */
function forgetOldTexts(app) {
  const mark = 'dudao-texts-' + app;
  if (localStorage.getItem(mark) === texts[app]) {
    return;
  }
  const kept = JSON.parse(localStorage.getItem('camunda-web') || '{}');
  Object.keys(kept)
    .filter(key => key.includes('/app/' + app + '/locales/_locales_data_'))
    .forEach(key => delete kept[key]);
  localStorage.setItem('camunda-web', JSON.stringify(kept));
  localStorage.setItem(mark, texts[app]);
}

/**
 * The common part of an app's settings, to be spread into its own. Drops outdated texts from the browser and tells
 * the page its language.
 */
export function settings(app) {
  const spoken = language();
  document.documentElement.lang = spoken === 'zh' ? 'zh-CN' : spoken;
  forgetOldTexts(app);
  // Its module loader gives up after seven seconds, on a slow line too, and in a rehearsal those are soon over.
  window.require.config({waitSeconds: 0});
  const common = {
    app: {vendor: names[spoken].vendor, name: names[spoken][app]},
    locales,
    // Its text leads to the vendor's tour.
    disableWelcomeMessage: true
  };
  return spoken === 'zh'
    ? {
        ...common,
        requireJsConfig: {
          ngDeps: ['dudao.calendar'],
          deps: ['dudao-calendar'],
          paths: {'dudao-calendar': '../dudao/scripts/calendar'}
        }
      }
    : common;
}
