import type { Job, JobFunction } from './job';
import type { Line } from './line';

const nothing = (): void => undefined;
const enter =
  (state: Line['state']) =>
  (line: Line): void => {
    line.state = state;
  };

const EFFECTS: Readonly<Record<JobFunction, (line: Line, job: Job) => void>> = {
  regist: enter('active'),
  stop: enter('suspended'),
  resume: enter('active'),
  cancel: enter('obsolete'),
  revival: enter('active'),
  plnset: (line, { planCode, globalIp }) => {
    if (planCode !== undefined) setPlan(line, planCode, globalIp);
  },
  plnunset: (line) => {
    line.planCode = '';
  },
  change: nothing,
  chgctract: nothing,
};

/** Sets a plan; `20` releases the global addresses, another accepted value allots some. */
export function setPlan(line: Line, planCode: string, globalIp: string | undefined): void {
  line.planCode = planCode;
  if (globalIp === undefined) return;
  const allotted = globalIp !== '20';
  line.ipv4 = allotted ? '203.0.113.25' : '';
  line.ipv6 = allotted ? '2001:db8::25' : '';
}

/** Executes the job of a line and removes it. */
export function finishJob(line: Line): void {
  const job = line.async;
  if (job === null) return;
  line.async = null;
  EFFECTS[job.func](line, job);
}
