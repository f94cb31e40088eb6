const { writeSync } = require('node:fs');

/** Ends a run of jest with one line that a person and a program can read. */
module.exports = class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests + results.numTodoTests;
    // A file that could not even be loaded has no tests to count, and is no success.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    process.once('exit', () => writeSync(1, `${line}\n`));
  }
};
