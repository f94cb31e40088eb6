import { GatewayProcess } from '../harness/gateway-process';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { keyOf } from '../harness/test-client';
import { TraceCollector } from '../harness/trace-collector';
import { json } from '../harness/upstream-answers';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

it('trace headers are not sent to Freebit', async () => {
  const [collector, freebit] = await Promise.all([TraceCollector.start(), ScriptedUpstream.start()]);
  const traffic = { today: '1', inRecentDays: '', blackList: '10' };
  freebit.answer(
    '/mvno/getTrafficInfo/',
    json({ resultCode: '100', status: { statusCode: '200' }, account: '09012345678', traffic }),
  );
  const gateway = await GatewayProcess.start({
    env: {
      FREEBIT_BASE_URL: freebit.url,
      FREEBIT_OEM_ID: 'sandbox-oem',
      FREEBIT_OEM_KEY: 'sandbox-oem-key',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    },
  });
  const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;

  await fetch(`${gateway.url}/sims/09012345678/traffic`, { headers: { ...keyOf(), traceparent } });

  const spans = await collector.trace(TRACE, 3);
  expect(spans.map(({ name }) => name)).toEqual([
    'Freebit PA01-01',
    'Freebit PA05-01',
    'GET /sims/{msisdn}/traffic',
  ]);
  const told = JSON.stringify(freebit.requests);
  expect(told).toContain('content-type');
  expect(told).not.toMatch(new RegExp(`${TRACE}|traceparent|tracestate`));
  await gateway.kill();
  await Promise.all([collector.close(), freebit.close()]);
});
