import { sampleOf } from './metric-sample';

/** The number of requests that a replica has decided alone because Redis did not answer in time. */
export async function decidedLocally(url: string, limit: 'rate' | 'lines' | 'freebit'): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return sampleOf(metrics, `limits_decided_locally_total\\{limit="${limit}"\\}`) ?? 0;
}
