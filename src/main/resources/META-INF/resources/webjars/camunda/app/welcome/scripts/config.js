import {settings} from '../../dudao/scripts/settings.js';

export default {
  ...settings('welcome')
};
