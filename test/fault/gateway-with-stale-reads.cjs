/** The gateway from its single files, with the mistake in its read path that `READ_MISTAKE` names. */
const { SingleFlight } = require('../../dist/reads/single-flight.js');
const { ReadCache } = require('../../dist/reads/read-cache.js');

const mistakes = {
  'no version check': () => {
    const { stateOf } = ReadCache.prototype;
    ReadCache.prototype.stateOf = function stateOfAny(...args) {
      const state = stateOf.apply(this, args);
      return state && { ...state, version: 'same', busy: false, unsettled: false };
    };
  },
  'flights joined whatever their version': () => {
    const { ask } = SingleFlight.prototype;
    SingleFlight.prototype.ask = function askAny(question, waiter) {
      const name = question.name.split('|').slice(0, 3).join('|');
      return ask.call(this, { ...question, name, joinableMs: Infinity }, waiter);
    };
  },
};

mistakes[process.env.READ_MISTAKE]();
/** No signal ends it; its test kills it. */
void require('../../dist/start.js').start(process.env, () => undefined);
