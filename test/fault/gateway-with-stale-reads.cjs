/** The gateway as it ships, but for one mistake in its read path, which `READ_MISTAKE` names. */
const { Flights } = require('../../dist/http/read-cache/flights.js');
const { LineVersions } = require('../../dist/http/idempotency/line-versions.js');

const mistakes = {
  'no version check': () => {
    const { current } = LineVersions.prototype;
    LineVersions.prototype.current = async function currentOf(account) {
      const { nowMs } = await current.call(this, account);
      return { version: 1, busy: false, unsettled: false, nowMs };
    };
  },
  'flights joined whatever their version': () => {
    const { join } = Flights.prototype;
    Flights.prototype.join = function joinAny(route, waiter) {
      const [kind, account] = route.name.split('|');
      return join.call(this, { ...route, name: `${kind}|${account}`, joinableMs: Infinity }, waiter);
    };
  },
};

mistakes[process.env.READ_MISTAKE]();
require('../../dist/main.js');
