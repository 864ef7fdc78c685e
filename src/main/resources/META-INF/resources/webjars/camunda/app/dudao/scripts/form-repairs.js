/**
 * A fault of form-js 1.8: a field that was wrong when it was hidden stays wrong, and the form cannot be completed any
 * more. What is hidden is not asked for, so its errors go.
 */

const CHUNKS = 'webpackChunkcamunda_bpm_webapp';

function hidden(form, field, data) {
  const conditions = form.get('conditionChecker');
  const fields = form.get('formFieldRegistry');
  for (let each = field; each; each = each._parent && fields.get(each._parent)) {
    if (each.conditional && conditions.check(each.conditional.hide, data) === true) {
      return true;
    }
  }
  return false;
}

function withoutHidden(form, state) {
  const fields = form.get('formFieldRegistry');
  const data = {...state.initialData, ...state.data};
  return Object.fromEntries(
    Object.entries(state.errors || {}).filter(([id]) => !fields.get(id) || !hidden(form, fields.get(id), data))
  );
}

function repair(Form) {
  const shipped = Form.prototype._setState;
  Form.prototype._setState = function(change) {
    const next = {...this._state, ...change};
    return shipped.call(this, {...change, errors: withoutHidden(this, next)});
  };
}

// The webapps' bundle hands its modules to every part of it that joins.
(self[CHUNKS] = self[CHUNKS] || []).push([
  ['dudao-form-repairs'],
  {},
  modules => {
    const id = Object.keys(modules.m).find(each => modules.m[each].toString().includes('.createForm=function'));
    if (id) {
      repair(modules(id).Form);
    }
  }
]);
