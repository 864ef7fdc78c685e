import {settings} from '../../dudao/scripts/settings.js';

export default {
  ...settings('cockpit'),

  customScripts: ['../dudao/scripts/cockpit.js']
};
