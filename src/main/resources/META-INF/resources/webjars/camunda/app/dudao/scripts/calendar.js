/** The date pickers' words come from AngularJS, not from the webapps' texts. */
define(['angular'], function (angular) {
  angular.module('dudao.calendar', []).run([
    '$locale',
    'uibDatepickerConfig',
    function ($locale, pickers) {
      const months = Array.from({length: 12}, (_, month) => month + 1 + '月');
      const days = ['日', '一', '二', '三', '四', '五', '六'];
      Object.assign($locale.DATETIME_FORMATS, {
        MONTH: months,
        STANDALONEMONTH: months,
        SHORTMONTH: months,
        DAY: days.map(day => '星期' + day),
        SHORTDAY: days,
        AMPMS: ['上午', '下午'],
        // Counted from Monday.
        FIRSTDAYOFWEEK: 0
      });
      Object.assign(pickers, {formatDayTitle: 'yyyy年M月', formatMonthTitle: 'yyyy年', formatYear: 'yyyy'});
    }
  ]);
});
