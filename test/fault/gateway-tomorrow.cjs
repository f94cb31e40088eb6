/** The shipped gateway with tomorrow's wall clock. */
const DAY_MS = 24 * 60 * 60 * 1000;
const Today = Date;

globalThis.Date = class extends Today {
  constructor(...parts) {
    super(...(parts.length > 0 ? parts : [Today.now() + DAY_MS]));
  }

  static now() {
    return Today.now() + DAY_MS;
  }
};

require('../../dist/main.js');
