import '../../dudao/scripts/draft.js';
import '../../dudao/scripts/evidence.js';
import '../../dudao/scripts/raiser.js';
import '../../dudao/scripts/form-repairs.js';
import '../../dudao/scripts/claim.js';
import '../../dudao/scripts/deadlines.js';
import '../../dudao/scripts/phone.js';
import {speakChinese} from '../../dudao/scripts/form-words.js';
import {language, settings} from '../../dudao/scripts/settings.js';

if (language() === 'zh') {
  speakChinese();
}

export default {
  ...settings('tasklist'),

  customScripts: ['../dudao/scripts/explanation.js', '../dudao/scripts/work.js'],

  shortcuts: {
    claimTask: {
      key: 'ctrl+alt+c',
      description: '认领当前任务'
    },
    focusFilter: {
      key: 'ctrl+shift+f',
      description: '跳到列表中的第一个筛选器'
    },
    focusList: {
      key: 'ctrl+alt+l',
      description: '跳到列表中的第一项任务'
    },
    focusForm: {
      key: 'ctrl+alt+f',
      description: '跳到任务表单的第一个输入框'
    },
    startProcess: {
      key: 'ctrl+alt+p',
      description: '打开“发起流程”窗口'
    }
  }
};
