import { DOCUMENTS, papers } from '../../freebit-docs/papers';
import { ask, freebitRoutes } from '../e2e/freebit-routes';
import { Gateway } from '../harness/gateway';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { json } from '../harness/upstream-answers';

it.each(['form', 'multipart', 'json'])('every call reaches Freebit as %s', async (encoding) => {
  const gateway = await Gateway.start({ FREEBIT_BODY_ENCODING: encoding });

  const answers = await Promise.all(freebitRoutes.map(async (route) => await ask(gateway, route)));

  for (const { status } of answers) expect(status).toBeLessThan(300);
  const { journal } = gateway.freebit;
  expect(new Set(journal.entries().map((entry) => entry.encoding))).toEqual(new Set([encoding]));
  expect(Object.keys(journal.counts()).sort()).toEqual(
    DOCUMENTS.map((document) => papers[document].defaultPath).sort(),
  );
  await gateway.close();
});

it('calls go to the paths that the operator has configured', async () => {
  const upstream = await ScriptedUpstream.start();
  upstream.answer('/base/login', json({ resultCode: '100', authKey: upstream.authKey }));
  const gateway = await Gateway.start({
    FREEBIT_BASE_URL: `${upstream.url}/base`,
    FREEBIT_PATH_AUTH: '/login',
    FREEBIT_PATH_ACCOUNT_DETAIL: '/a/detail/',
    FREEBIT_PATH_TRAFFIC: '/b/traffic',
    FREEBIT_PATH_ADD_QUOTA: '/c/quota/',
    FREEBIT_PATH_CHANGE_PLAN: '/d/plan.do?x=1',
  });

  await Promise.all(freebitRoutes.map(async (route) => await ask(gateway, route)));

  expect(new Set(upstream.requests.map(({ path }) => path))).toEqual(
    new Set(['/base/login', '/base/a/detail/', '/base/b/traffic', '/base/c/quota/', '/base/d/plan.do?x=1']),
  );
  await gateway.close();
  await upstream.close();
});
